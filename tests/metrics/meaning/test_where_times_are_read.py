"""Times are read where figures stand, in the sentence before and in headings: the rest of a text changes no period."""

from datetime import date

import pytest

from flows.metrics import Document
from flows.metrics.figures import find
from flows.metrics.meaning import facts
from flows.metrics.meaning.periods import period_of
from flows.metrics.meaning.sentences import Layout
from flows.metrics.meaning.times import time_context

IDLE = "各地各部门高度重视，周密部署，狠抓落实，推动各项工作走深走实，群众的获得感和满意度不断增强。"
TEXTS = {
    "a heading far above": f"一、五年来主要成效\n{IDLE}\n{IDLE}\n（一）执法\n{IDLE}受理案件300件。",
    "the sentence before": f"{IDLE}2024年3月，全市推出新的办事平台，{IDLE[:-1]}。两个月来，办理业务3000件。",
    "an event before": f"该中心成立于2023年5月，{IDLE[:-1]}。成立以来，调解纠纷350件。",
    "its own sentence": f"{IDLE}2022年，{IDLE[:-1]}，受理案件30件。",
    "a month in another line": f"{IDLE}2023年7月\n8月受理案件30件。",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("title", ["", "青砚市2024年法治政府建设情况报告", "2025年青砚市政府工作报告"])
def test_a_period_is_that_of_the_whole_text(name: str, title: str) -> None:
    document = Document.of(TEXTS[name], title=title, published=date(2024, 7, 1))
    part, about = document.parts[0], facts(document)
    layout, figures = Layout(part.text), find(part).figures
    everything, near = (time_context(part, layout, about, asked) for asked in (None, figures))
    assert figures
    for figure in figures:
        spot = layout.spot(figure.start, figure.end)
        assert period_of(figure, False, spot, near) == period_of(figure, False, spot, everything)
