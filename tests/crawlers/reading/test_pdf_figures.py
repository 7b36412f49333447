"""A report that is a PDF: figures of its sentences and of its ruled table, each with its page."""

from crawlers.reading.files.read import read_document
from file_makers import At, pdf, ruled
from flows.metrics import extract
from flows.stations import document_of

ROWS = [
    ["单位", "行政处罚（件）", "行政许可（件）"],
    ["市城管局", "1204", "356"],
    ["市交通局", "877", "2410"],
    ["合计", "2081", "2766"],
]


def test_figures_of_a_pdf_come_from_its_sentences_and_its_table() -> None:
    texts, rules = ruled(60, 650, (120, 120, 120), ROWS)
    page = [
        At(150, 760, "云溪市2024年法治政府建设年度报告", 16),
        At(60, 730, "2024年，全市收到行政复议申请412件，比上年增长8.7%。"),
        At(60, 690, "一、行政执法情况"),
        *texts,
    ]
    article = read_document(pdf([page], rules={0: rules}), "http://www.example.org/report.pdf")
    assert article.title == "云溪市2024年法治政府建设年度报告"
    told = [observation.as_row() for observation in extract(document_of(article))]
    found = {(row["part_id"], row["span_text"], row["indicator_id"]) for row in told}
    table = "attachment-1-page-1-table-1"
    assert ("attachment-1-page-1", "412件", "reconsideration_applications") in found
    assert (table, "2081", "admin_penalties") in found
    assert len([row for row in told if row["part_id"] == table]) == 6
    assert len({(row["part_id"], row["start"], row["indicator"]) for row in told}) == len(told) == 8
