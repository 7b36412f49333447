"""Targets and requirements: what a plan wants (力争, 到2025年…达到, 不低于), never a result.

Stands beside ``measured``: it gives the figures of a sentence their role.
"""

import re

_PLANS = re.compile(
    r"(?=[力争确目预拟还将或有计要必应当需须不\d月年到明下])(?:"  # what none of them begins with is passed at once
    r"力争|争取(?:到|在|于|达|实现)|确保(?=[^，。；]{0,40}(?:达到|不低于|以上|以内|实现))|目标(?:是|为|值)"
    r"|(?:预计|(?<![模虚比草])拟(?![定态人])|还将|或将|有望)|计划(?:于|在|到|再|新|完成|实现|投|建|年内|推)|预期(?=目标|达|增|完成)|将(?:于|在\d|再|达到?|继续|力争|全面|完成|实现|建成|推出|投入|启动)"
    r"|要(?:在|将|把|达到|实现|确保|力争|完成)|(?:必须|应当|应|需|须)(?:在|于|达|不|自|按|当)|不得?(?:低于|少于|高于|超过)"
    r"|\d{4}年(?:底|末|\d{1,2}月底?)之?前|月底前|年底前|(?<![至从年底末月])到\d{4}年(?:底|末)?(?![的\d年-])|到(?:今年|明年)年?(?:底|末)|明年|下一步)"
)
_PAST = re.compile(r"已|截至|截止|实现了|完成了|达到了|超额")
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]部分|[(][一二三四五六七八九十]{1,3}[)])"
)
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]部分)")
_PLAN_HEADING = re.compile(
    r"下一步|下步|下一阶段|今后|主要目标|发展目标|工作目标|展望|努力方向"
    r"|(?:工作|年度?|主要|总体|重点|明年|来年|一年)的?(?:重点)?(?:计划|打算|安排|思路|任务|要点|重点|谋划)"
)
# 三、2024年重点任务完成情况 tells results, though it names tasks.
_RESULT_HEADING = re.compile(r"情况|成效|成果|成绩|做法|完成|落实|进展|回顾|总结")
_LONGEST_HEADING = 40


def plan_words(sentence: str) -> list[tuple[int, int]]:
    """The stretches of a sentence in which figures are wanted: from a plan word to the next fact or the end."""
    stretches: list[tuple[int, int]] = []
    for found in _PLANS.finditer(sentence):
        past = _PAST.search(sentence, found.end())
        stretches.append((found.start(), past.start() if past else len(sentence)))
        if past is None:
            break
    return stretches


def is_target(stretches: list[tuple[int, int]], start: int) -> bool:
    """Whether a figure at ``start`` stands in one of a sentence's stretches of plan."""
    return any(begin <= start < end for begin, end in stretches)


def turns_to_plan(sentence: str, planning: bool) -> bool:
    """Whether what follows is a plan: a heading (八、2020年工作计划) begins it, the next chapter's ends it."""
    if len(sentence) > _LONGEST_HEADING:
        return planning
    plan = _PLAN_HEADING.search(sentence) and not _RESULT_HEADING.search(sentence)
    if plan and (_HEADING.match(sentence) or not sentence.rstrip().endswith("。")):
        return True
    return False if _CHAPTER.match(sentence) else planning
