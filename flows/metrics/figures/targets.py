"""Targets and requirements: what a plan wants (力争, 到2025年…达到, 不低于), never a result."""

import re

_PLANS = re.compile(
    r"力争|争取(?:到|在|于|达|实现)|确保(?=[^，。；]*(?:达到|不低于|以上|以内|实现))|目标(?:是|为|任务|值)|(?:预计|计划|预期|拟|将)(?:于|在|到|再|各|新|完成|实现|达|投|建|推|全|开|组|继|力|进)|要(?:在|达到|实现|确保|力争|完成)"
    r"|(?:必须|应当|应|需|须)(?:在|于|达|不|自|按|当)|不(?:得)?(?:低于|少于|高于|超过|得)(?=[^，。；]{0,12})|\d{4}年(?:底|末|\d{1,2}月底?)(?:之?前)|月底前|年底前|到\d{4}年(?:底|末)?(?!的)|到(?:今年|明年)年?(?:底|末)|明年|下一步"
)
_PAST = re.compile(r"已|截至|截止|实现了|完成了|达到了|累计|同比|超额")
_PLAN_LINE = re.compile(r"(?:工作(?:计划|打算|安排|目标)|主要目标|具体措施|下一步|重点任务|实施方案)")


def is_target(shape: str, start: int, end: int, clause_start: int) -> bool:
    """Whether a figure at ``[start, end)`` states a target: a plan word stands before it in its sentence or clause."""
    found = None
    for found in _PLANS.finditer(shape, start, end):
        pass
    return found is not None and not _PAST.search(shape, max(clause_start, found.end()), end)
