"""Traditional characters in the words that pages print around an article, read as their simplified twins.

``simplified(text)[i]`` stands for ``text[i]``: labels and trailers are found in the twin, values and lines are cut from
the text as printed ("發佈時間：2025-07-08 來源：雲溪日報").
"""

_TRADITIONAL = (
    "來發佈時間記編輯責點擊瀏覽閱讀關閉頁鏈聲權網載轉訊審體聯絡電話號碼標籤題詞頻欄報導熱門薦訪問"
    "數據掃註冊錄選擇類別單機構處長終複驗證請攝圖視顯簡語開啟絕壞務錯誤響應現這個無贊評論討條復製監"
)
_SIMPLIFIED = (
    "来发布时间记编辑责点击浏览阅读关闭页链声权网载转讯审体联络电话号码标签题词频栏报导热门荐访问"
    "数据扫注册录选择类别单机构处长终复验证请摄图视显简语开启绝坏务错误响应现这个无赞评论讨条复制监"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The twin, of the same length."""
    return text.translate(_TABLE)
