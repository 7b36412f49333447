"""Short names of divisions: 鹤壁市 → 鹤壁, 湘西土家族苗族自治州 → 湘西, 浚县 stays 浚县."""

import re

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|"
    "锡伯|塔吉克|怒|裕固|保安|独龙|普米|各"
)
_SPECIAL = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
    # the people's name is the place's name
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
}
# 蒙古 and 哈萨克 and 塔吉克 stand without 族 in several names; the others never (白沙黎族自治县 is 白沙).
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族|蒙古|哈萨克|塔吉克|锡伯|柯尔克孜)+自治[州县旗]$|自治[州县旗]$")
_TAIL = re.compile(r"(?:省|市|地区|盟|州|新区|区|县|旗|林区|特区)$")
_KEEPS = re.compile(r"(?:林区|特区|新区)$")


def short_name(name: str) -> str:
    """The name without the word for its kind; names of one remaining character stay whole."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    if "自治" in name:
        stem = _AUTONOMOUS.sub("", name)
    else:
        stem = _TAIL.sub("", name) if not _KEEPS.search(name) else _KEEPS.sub("", name)
    return stem if len(stem) >= 2 else name


def prefecture_short(name: str) -> str | None:
    """湘西土家族苗族自治州 is called 湘西州 as well; None for other names."""
    return short_name(name) + "州" if name.endswith("自治州") else None
