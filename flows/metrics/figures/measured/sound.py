"""The ground: whether words can be what is measured, or are what a cut left over."""

import re

# 由去年的320件增至今年的|480件: words of a change, whose thing stands elsewhere.
_CHANGES = frozenset("增升降减")
_OF_CHANGE = re.compile("[增升降减][加长少]?[至到]")

_NOUNS = "男女省市县区镇乡村"

# 最多也只得|60分: what stands around a number and names nothing.
_PARTICLES = frozenset(
    "最至一总大差已也只得就才都要能可会还共约近仅又再有是为达到了过从由在将被给和与及或且并而但其目现以"
)
_NO_WORDS = re.compile(
    r"(?:最多|最少|至少|一共|总共|大约|差不多|已经|也|只|得|就|才|都|要|能|可|会|还|已|共|约|近|仅|又|再|有|是|为|达|到|了|过|从|由|在|将|被|给|和|与|及|或|且|并|而|但|其中|目前|现在|以及)+"
)


# 枢纽|2026年|通过量: when, which the figure's period tells – but 2022年度优秀案例 is a title.
_WHEN = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![比较与同于])(?:19|20)\d\d年(?:上半年|下半年|以来|全年|\d{1,2}月份?)?(?:累计)?(?=[\u4e00-\u9fff]{2})(?!度|第|版)"
)


# 36名患者|中, 增长|增长: what a cut left over at the end, a word said twice.
_AMONG = re.compile(r"(?<=[者员人件户业动目题例区村企标])中\Z")
_TWICE = range(2, 9)  # how long what is said twice may be
# 同比增长 alone tells not of what.
_CHANGE_ALONE = re.compile(r"(?:同比|环比)?(?:增长|上升|下降|提高|减少|增加|降低|提升|上涨|下跌)")


def tidy(name: str) -> str:
    """A name without the year that stands within it and without what a cut left over.

    Names with titles or quotations keep their years.
    """
    half = len(name) // 2
    if half in _TWICE and name[:half] == name[half:]:
        name = name[:half]
    if name.endswith("中"):
        name = _AMONG.sub("", name)
    return name if "《" in name or "“" in name or "年" not in name else _WHEN.sub("", name)


def sound(name: str) -> bool:
    """Whether ``name`` may stand for what a figure measures.

    A phrase that ends in 的 has lost its noun: 仅为诉讼时长的|23%; a single character is a particle: 13863人|中.
    """
    if not name or (name.endswith("的") and not name.endswith("标的")) or (len(name) == 1 and name not in _NOUNS):
        return False
    if ">" in name or "<" in name:
        return False  # 食品(18%)>交通工具(13%): a row in signs, no words
    if name[0] in _CHANGES and _OF_CHANGE.match(name):
        return False
    if name[0] in _PARTICLES and _NO_WORDS.fullmatch(name):
        return False
    return _CHANGE_ALONE.fullmatch(name) is None
