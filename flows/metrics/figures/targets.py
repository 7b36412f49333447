"""Targets and requirements: what a plan wants (力争, 到2025年…达到, 不低于), never a result.

Stands beside ``measured``: it gives the figures of a sentence their role.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import Bound

# What no plan word begins with is passed at once.
_PLANS = re.compile(
    r"(?=[力争确目预拟还将或有计要必应当需须不\d月年到明下今届未时期每会])(?:"
    r"力争|争取(?:到|在|于|达|实现)|确保(?=[^，。；]{0,40}(?:达到|不低于|以上|以内|实现))|目标(?:是|为|值)"
    r"|(?:预计|(?<![模虚比草])拟(?![定态人])|还将|或将|有望)|计划(?:于|在|到|再|新|完成|实现|投|建|年内|推)|预期(?=目标|达|增|完成)|将(?:于|在\d|再|达到?|继续|力争|全面|完成|实现|建成|推出|投入|启动)"
    r"|将(?:超过?|突破|下降|降至|增[长至加]|提[升高]至|形成|新增|新建|新设|举办|召开|安排|培育|打造|配备|惠及|减少|发放|招录|选派)"
    r"|(?:今年|年内|下半年|届时|未来|时期|期间|期末|\d{4}年)[^，。；\d]{0,14}将(?![军近])"
    r"|每(?:个|家|名|所|村|镇|乡|社区|街道|县|区|年|月|季度|周|半年)[^，。；已]{0,16}(?:至少|不少于|不低于)"
    r"|会议(?:还|同时)?(?:要求|强调|决定|确定)|要(?:在|将|把|达到|实现|确保|力争|完成)|(?:必须|应当|应|需|须)(?:在|于|达|不|自|按|当)|不得?(?:低于|少于|高于|超过)"
    r"|\d{4}年(?:底|末|\d{1,2}月底?)之?前|月底前|年底前|(?<![至从年底末月直截回推溯])到\d{4}年(?:底|末)?(?![的\d年-])|到(?:今年|明年)年?(?:底|末)|明年|下一步)"
)
_PAST = re.compile(r"已|先后|截至|截止|实现了|完成了|达到了|超额")
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]部分|[(][一二三四五六七八九十]{1,3}[)])"
)
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]部分)")
_PLAN_HEADING = re.compile(
    r"下一步|下步|下一阶段|今后|主要目标|发展目标|工作目标|展望|努力方向"
    r"|(?:工作|年度?|主要|总体|重点|明年|来年|一年)的?(?:重点)?(?:计划|打算|安排|思路|任务|要点|重点|谋划)"
)
# 三、2024年重点任务完成情况 tells results, though it names tasks.
_RESULT_HEADING = re.compile(
    r"[\d一二三四五六七八九十]+[项个大条](?:年度|工作|主要|重点)|情况|成效|成果|成绩|做法|完成|落实|进展|回顾|总结"
)
_LONGEST_HEADING = 40
# 第十条 办理时限为…: in an article of a law or rule nothing is a result.
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百零\d]{1,7}条(?:之[一二三四五])?[ \u3000]")
_POLICY_TITLE = re.compile(
    r"(?:方案|规划|行动计划|工作要点|实施意见|指导意见|细则|办法|条例|规定|规程)(?:\([^()]{1,16}\))?(?:的通知)?\Z"
)
_DATELINE = re.compile(r"(?:本报|本刊|本网|日报|晚报|新华社|中新[社网])[^。\n]{0,24}?[讯电]|记者|通讯员")
_LOOKS_BACK = re.compile(r"基础|成就|现状|背景|回顾|形势|成效|总结|情况")
_DONE = re.compile(
    r"已|截至|截止|实现了|完成了|达到了|超额|目前|现有|去年|上年|同比|比上年|较上年|^\s*\d{4}年(?:以来|度)"
    r"|(?:共|累计)(?:新?收|受理|办|审|完成|开展|举办|举行|召开|查|化解|收|培训|建|排查|组织|发放|接|处|调|立案|实施)"
)
_DUTY = re.compile(r"应当|(?:需要?|要求|应)有|必须|不得|须经|方可|应(?=[由有在不按经])")
_HEAD, _REACH = 400, 40
_ONE_SIDED = (Bound.AT_LEAST, Bound.AT_MOST)


def plan_words(sentence: str) -> list[tuple[int, int]]:
    """The stretches of a sentence in which figures are wanted: from a plan word to the next fact or the end."""
    stretches: list[tuple[int, int]] = []
    for found in _PLANS.finditer(sentence):
        past = _PAST.search(sentence, found.end())
        end = past.start() if past else len(sentence)
        pause = sentence.rfind(";", found.end(), end) if past else -1  # 力争办结；未结36件|，已结12件
        stretches.append((found.start(), pause if pause > 0 else end))
        if past is None:
            break
    return stretches


def is_target(stretches: list[tuple[int, int]], start: int) -> bool:
    """Whether a figure at ``start`` stands in one of a sentence's stretches of plan."""
    return bool(stretches) and any(begin <= start < end for begin, end in stretches)


class Policy(Struct, frozen=True):
    """What a text wants at a place: ``always`` where the document is a policy, ``chapter`` where the chapter is a plan.

    ``article``: the paragraph is an article of a law or rule (第十条 …), ``result``: the chapter of a policy that looks
    back (发展基础).
    """

    always: bool
    chapter: bool = False
    article: bool = False
    result: bool = False

    def after(self, sentence: str) -> "Policy":
        """The policy that holds for a sentence, which may be a heading or open an article."""
        if "条" in sentence and _ARTICLE.match(sentence):
            return replace(self, article=True)
        if len(sentence) > _LONGEST_HEADING:
            return self
        if not _HEADING.match(sentence) and sentence.rstrip().endswith("。"):
            return self
        if _PLAN_HEADING.search(sentence) and not _RESULT_HEADING.search(sentence):
            return Policy(self.always, chapter=True)
        if _CHAPTER.match(sentence):
            return Policy(self.always, result=bool(_LOOKS_BACK.search(sentence)))
        return self

    def plans(self, sentence: str) -> list[tuple[int, int]]:
        """The stretches of a sentence in which figures are wanted."""
        if self.chapter or self.article:
            return [(0, len(sentence))]
        if self.always and not self.result and not _DONE.search(sentence):
            return [(0, len(sentence))]
        return plan_words(sentence)


def turns_to_plan(heading: str, planning: bool) -> bool:
    """Whether what follows a heading is a plan: 八、2020年工作计划 begins it, the next chapter's ends it."""
    return Policy(always=False, chapter=planning).after(heading).chapter


def opens_policy(shape: str) -> bool:
    """Whether a text without a title of its own begins with that of a policy: 某某实施方案, 某某管理办法."""
    first = next((line for line in shape[:_HEAD].splitlines() if line.strip()), "")
    return len(first) <= _LONGEST_HEADING and bool(_POLICY_TITLE.search(first.strip()))


def opens_news(shape: str) -> bool:
    """Whether a text begins as a newspaper's (本报讯 记者…): it tells of a policy, it is none."""
    return bool(_DATELINE.search(shape, 0, _HEAD // 4))


def is_duty(shape: str, token: Token) -> bool:
    """What must be: a bounded figure behind 应当, 必须, 不得 in its sentence (应当有两名以上见证人在场)."""
    if token.bound not in _ONE_SIDED:
        return False
    return bool(_DUTY.search(shape, max(0, token.start - _REACH), token.start))
