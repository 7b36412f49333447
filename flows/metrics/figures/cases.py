"""Sentences that tell one case, one meeting or one talk: their numbers say nothing of a region's work.

刘某某等3人…, 法院判决某公司支付王某5000元, 王女士借了2万元, “你欠我3万元”. Called by ``find``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from flows.metrics.figures.quantities import Token
from flows.metrics.wordlists import WordList

SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方袁柳唐薛雷贺罗郝傅齐康余顾孟黄"
    "尹姚邵汪毛戴元原宋庞熊董梁杜贾江童颜郭林钟徐邱高夏蔡田樊胡霍卢莫丁邓洪石崔龚程邢陆段侯武刘龙叶黎白赖乔谭温廖曾"
)
# Those that end no other word in front of 某: 提高某类, 主张某种, 任何某个.
_SURELY = "".join(name for name in SURNAMES if name not in "高方张何金马元原曾段武白江石莫范程")
_PERSONS = re.compile(r"某某|某[甲乙丙丁]|某(?:、\w{1,3}某)*等\d*人")
_TITLES = "女士|先生|大爷|大妈|大娘|大叔|大婶|大姐|大哥|奶奶|爷爷|老汉|老太|阿姨|婆婆|师傅|老板"
# One person's doings where the sentence begins with him; 打掉以张某为首的团伙 still reports.
_CASE = re.compile(
    rf"^\s*(?:[\d年月日]+，?)?(?:当事人|被告人?|原告|申请人|村民|居民|司机|男子|女子)?[{SURNAMES}]某|某某|某[甲乙丙丁]"
)
# 这起案件, 本案|家公司, 该公司, but 终本|案件: begun with a plain class, for only such patterns are searched for at
# its speed.
_OF_ONE = re.compile(
    r"[这该此本](?<![终基样副文版成资原]本)(?:(?:(?<!本)|案(?<=本案))(?:家|起|宗|名|位)(?:[^，。;]{0,12}的)?(?:公司|企业|案件|案|男子|女子|当事人|被告)|(?<!这)(?:公司|案)(?![件例]均))"
)
# What only the story of a case holds: its parties, their papers, what a court gave one of them.
_STORY = re.compile(
    rf"[{SURNAMES}](?:{_TITLES})|化名|(?<![\u4e00-\u9fff])[{SURNAMES}]某|某[\u4e00-\u9fff]{{0,8}}(?:公司|单位|企业|厂|店|部门|局|院)"
    rf"|[与和向对由为、给将][{SURNAMES}]某|报[案警]称|状告|[将把][^，。；]{{1,16}}(?:告上|诉[至到]|诉诸)(?:了)?[\u4e00-\u9fff]{{0,12}}法[院庭律]|[欠借]条(?!例)|同案的"
    r"|(?:判决|裁决|判令|改判|裁定)[^，。；]{0,14}(?:原告|被告|申请人|双方)[^，。；]{0,14}(?:支付|赔偿|退还|返还|给付|偿还|承担)"
    r"|被(?:罚|骗走?)(?:款|了)?[\d.]+[万余多]*元|这是一[起桩宗]"
    r"|(?:执结|审结|调解|化解|受理)了?一[起件宗桩][^，。；\d]{2,24}(?:案|纠纷)"
    rf"|(?:村民|居民|业主|工人|职工|老人|邻居|男子|女子|司机|丈夫|妻子)[{SURNAMES}]某"
    rf"|(?<![长记任员])[{_SURELY}]某(?=[\u4e00-\u9fff])"
)
# What a judgment or a fine says of the one it is about.
_JUDGED = re.compile(
    rf"(?:原告|被告|第三人|上诉人|申请执行人|被执行人)[{SURNAMES}][\u4e00-\u9fff]|判决(?:书)?(?:发生法律效力|生效)(?:之日|后)|本院[认予]"
    r"|[被原]告(?:退还|赔偿|支付|返还|给付|偿还|承担)|遂[^，。；]{0,6}诉|(?:有期徒刑|拘役)[一二三四五六七八九十两\d]+(?:年|个月)(?!以[上下])|[鉴评]定为[一二三四五六七八九十\d]级|经(?:审理)?查[明实]|经查，|案发[时后前]|被处罚人|当事人(?:累计|共|于|自|从|销售|获利|支付|购)"
    r"|(?:有限公司|商行|餐饮店|药房|经营部|加油站)[^。；]{0,40}(?:罚款|罚没|行政处罚|没收)"
)
# One of these stands in whatever the two patterns match; few sentences have one, and only those are looked through.
_SIGN = WordList(
    f"某|结一|解一|理一|了一|{_TITLES}|化名|报案称|报警称|状告|告上|诉至|诉到|诉诸|欠条|借条|同案的|判决|裁决|判令|改判|裁定|被罚|被骗|这是一"
    "|原告|被告|第三人|上诉人|申请执行人|被执行人|本院|遂|有期徒刑|拘役|定为|查明|查实|经查，|案发|被处罚人|当事人"
    "|有限公司|商行|餐饮店|药房|经营部|加油站".split("|")
)
_CASE_TITLE = re.compile(r"[\u4e00-\u9fff某×]{2,30}[诉与][^，。\n]{2,50}案\s*\Z")
# Police work reports even where it names the suspects: 抓获侯某等12名嫌疑人, 打掉以张某为首的团伙.
_POLICE = re.compile(r"以[^，。；]{1,20}为首|抓获|打掉|捣毁|破获|查获|摧毁|端掉")
# What takes a text back from a case to the whole: 今年以来，全市…
_WHOLE = re.compile(
    r"^\s*(?:[一二三四五六七八九十\d、.．()（）]{0,6})?(?:今年|去年|近年|一年来|截[至止][^，。]{0,14}，?(?:全|我|累计)|目前|据统计|据了解|据悉|[全我本该][省市县区州旗镇乡院局]|[一二三四五六七八九十两\d]+年来)"
)
# The same by a stretch of time, where no party of the case is named: 至年底，…; 2023年以来，…; 全年…
_STRETCH = re.compile(
    r"^\s*(?:(?:截至|截止到?|至|到)?(?:(?:19|20)\d\d年)?(?:年[底末]|\d{1,2}月[底末])[，\s]"
    r"|(?:(?:19|20)\d\d年)?(?:全年|上半年|下半年|[第前]?[一二三四]个?季度)|(?:自|从)?(?:19|20)\d\d年(?:\d{1,2}月)?以来)"
)
# The same told by its counts: an organ or a territory reports what it did with many (县司法局共受理各类纠纷360件).
_ORGAN = re.compile(
    r"\s*(?:(?:自|从)?(?:19|20)\d\d年(?:度|\d{1,2}月份?)?(?:\d{1,2}日)?，?|期间，?)?\s?"
    r"(?:[\u4e00-\u9fff]{0,8}[省市县区州旗镇乡]|各级|各地|[\u4e00-\u9fff]{0,8}街道)[\u4e00-\u9fff]{0,14}?"
    r"(?:局|法院|检察院|检察机关|公安|警方|司法所|调委会|中心|组织|机关|部门|单位|支队|大队|[共累发受排调办审立查处化])"
)
# 共受理…|360件, 累计…|1.2万件, 处各类…|90起
_IN_BULK = re.compile(
    r"(?:共|累计|各类|各级|全年|全部)[^，。；\d]{0,24}\d[\d,.]{1,}[万余多]*(?:件|起|宗|例|场|人|名|次|家|户)"
    r"|[率度](?:均|分别|为|达到?|保持在)*\s?\d{2,3}(?:\.\d+)?%|同比(?:增|上升|下降|减)"
)
# What is still told of the parties: 双方, 对方, 该男子.
_PARTIES = re.compile(r"双方|对方|原告|被告|当事人|申请人|被执行人|[这该此][家名位人男女公案]|[他她](?!们)")
_CASE_HEADING = re.compile(
    r"^\s*[【\[(（]?(?:[一二三四五六七八九十\d]{1,2}[、.．)）])?(?:基本案情|案情简介|简要案情|案情回顾|案例简介|基本事实|案情|裁判结果|处理结果|判决结果|申请人请求|诉讼请求|原告诉称|被告辩称)[】\])）:：]?"
)
# One of these stands in whatever a heading of a case matches.
_CASE_SIGN = re.compile(r"案情|案例简介|基本事实|裁判结果|处理结果|判决结果|申请人请求|诉讼请求|原告诉称|被告辩称")
_SPEECH = re.compile(r"(?<![\u4e00-\u9fff“])(?:你|俺)|(?:欠|给|还|借|找|帮|替)(?:我|你|俺)(?![省市县区院局国])|俺")
_ONE_PERSON = re.compile(rf"[{SURNAMES}]某|某某|某[甲乙丙丁]")
# What a court or a procuratorate counts over its whole work.
_REPORTED = re.compile(
    r"(?:受理|审结|办结|审执结|审理|执结|起诉|公诉|批捕|批准逮捕|查处|侦破|破获|立案|办理|判处)[^，。；\d]{0,20}\d[\d,.]*[万余多]*[件宗起人名]|同比|上升|下降"
)
OF_ATTENDANCE = frozenset("人名个位")  # the units in which those at a meeting are counted
_HEAD = 200
_MEETING = re.compile(
    r"(?:参加|出席|列席)(?:了|此次|本次)?(?:会议|大会|座谈会|推进会|仪式|启动仪式|开幕式|动员会|发布会)"
)


class CaseWords:
    """Where a text has a word by which a case could be known: looked for once, for most sentences have none."""

    def __init__(self, shape: str) -> None:
        self._signs = _Places(_SIGN.spans(shape))
        self._headings = _Places(found.span() for found in _CASE_SIGN.finditer(shape))

    def anywhere(self) -> bool:
        """Whether the text has any."""
        return bool(self._signs.starts or self._headings.starts)

    def of_story(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` has one by which :func:`tells_a_story` could know a case."""
        return self._signs.touch(start, end)

    def of_heading(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` has one by which a heading could tell a case."""
        return self._headings.touch(start, end)


class _Places:
    """Where words of a text begin and end."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        places = list(spans)
        self.starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them reaches into ``[start, end)``."""
        index = bisect_right(self._ends, start)
        return index < len(self.starts) and self.starts[index] < end


def is_single_case(sentence: str, of_story: bool) -> bool:
    """Whether a sentence tells the facts of one case: 刘某某等人…, 该公司…, 这起案件…, 王女士….

    ``of_story``: it has a word of a case (:meth:`CaseWords.of_story`).
    """
    of_person = of_story and "某" in sentence and _CASE.search(sentence)
    return bool(of_person or _OF_ONE.search(sentence) or (of_story and tells_a_story(sentence)))


def case_from(sentence: str) -> int:
    """Where the case begins in a sentence that tells one, which may report first.

    严惩暴力犯罪，审结案件36件，|对行凶的张某判处死刑
    """
    found = _ONE_PERSON.search(sentence)
    if found is None:
        return 0
    begin = max(sentence.rfind(mark, 0, found.start()) for mark in "，;:") + 1
    reported = _REPORTED.search(sentence, 0, begin)
    return begin if reported and not _SIGN.in_text(sentence[:begin]) else 0


def tells_a_story(sentence: str) -> bool:
    """Whether a sentence names a case's parties or papers; what police achieved is no story."""
    if _JUDGED.search(sentence):
        return True
    return bool(_STORY.search(sentence)) and not _POLICE.search(sentence)


def opens_case(shape: str) -> bool:
    """Whether a text begins with the title of one case: 王某诉某物业公司服务合同纠纷案."""
    first = next((line for line in shape[:_HEAD].splitlines() if line.strip()), "")
    return first.rstrip().endswith("案") and bool(_CASE_TITLE.search(first))


def turns_to_case(sentence: str, case: bool, of_story: bool, of_heading: bool) -> bool:
    """Whether a sentence and what follows in its paragraph is one case (王女士, 基本案情), until the whole is told.

    ``of_story`` and ``of_heading``: it has words of a case, of a case's heading (:class:`CaseWords`).
    """
    if of_story and (_PERSONS.search(sentence) or tells_a_story(sentence)):
        return True
    if of_heading and _CASE_HEADING.match(sentence):
        return True
    return case and not (_WHOLE.match(sentence) or _reports(sentence))


def _reports(sentence: str) -> bool:
    """Whether a sentence behind a case tells of the whole again: 县司法局共受理各类纠纷360件，调解成功率98%."""
    if _PARTIES.search(sentence):
        return False
    return bool(_STRETCH.match(sentence)) or bool(_ORGAN.match(sentence) and _IN_BULK.search(sentence))


def is_speech(sentence: str) -> bool:
    """Whether people talk among themselves, of money, if there is any: “你还欠我3万元”."""
    return bool(_SPEECH.search(sentence))


def is_attendance(sentence: str, token: Token) -> bool:
    """Who came to a meeting (a number of :data:`OF_ATTENDANCE`) says nothing of a region's work."""
    if token.value >= 1000:
        return False
    return sentence.endswith("一行", 0, token.start) or _tells_of_meeting(sentence)


@lru_cache(maxsize=8)  # asked of every number of a sentence
def _tells_of_meeting(sentence: str) -> bool:
    return bool(_MEETING.search(sentence))
