"""The macros people type: comparable figures are joined, others are shown with the reason (comparability rules)."""

from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from batches import article, figure, part, report, run, together, year_period
from warehouse import Batch, Writer

PROVINCE = {"410600": "鹤壁市", "410500": "安阳市", "410700": "新乡市"}


def ask(writer: Writer, sql: str) -> list[dict[str, Any]]:
    cursor = writer.con.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def held(writer: Writer, sql: str, column: str = "value") -> list[Any]:
    return [row[column] for row in ask(writer, sql) if row["left_out"] is None]


def changed(batch: Batch, indicator: str = "reconsideration_applications", **facts: Any) -> Batch:
    """The report with other facts about one indicator's figure."""
    rows = [{**row, **facts} if row["indicator_id"] == indicator else row for row in batch.observations]
    return Batch(batch.run, articles=batch.articles, parts=batch.parts, observations=rows)


def press(url: str, span: str, value: str, unit: str, indicator_id: str, year: int, **facts: Any) -> Batch:
    """A short piece of a paper with one figure about 鹤壁."""
    text = f"记者获悉，鹤壁市公布的数据显示，相关工作完成{span}。此消息由记者采访整理，供读者参考，后续情况将继续关注。"
    told = {"region_code": "410600", "genre": "news", **year_period(year), **facts}
    return Batch(
        run=run(url[-6:]),
        articles=[
            article(
                url,
                title=f"鹤壁公布数据{span}",
                published=date(year + 1, 5, 1),
                host=url.split("/")[2],
                genre="news",
                region_code="410600",
            )
        ],
        parts=[part(url, text)],
        observations=[figure(url, text, span, indicator_id, value, unit=unit, **told)],
    )


def test_a_series_is_the_yearly_figures_in_order(writer: Writer) -> None:
    writer.load(together(report(2024, cases=160), report(2022, cases=66), report(2023, cases=151)))
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [(row["year"], int(row["value"]), row["grade"], row["left_out"]) for row in rows] == [
        (2022, 66, "A", None),
        (2023, 151, "A", None),
        (2024, 160, "A", None),
    ]
    assert rows[0]["region"] == "河南省鹤壁市"
    assert rows[0]["sentence"].startswith("全年新收行政复议申请66件")


@pytest.mark.parametrize("region", ["鹤壁", "鹤壁市", "410600", "河南省鹤壁市", " 鹤壁 "])
@pytest.mark.parametrize("indicator", ["reconsideration_applications", "行政复议申请收案数", "新收行政复议申请"])
def test_names_are_codes_or_words(writer: Writer, region: str, indicator: str) -> None:
    writer.load(report(2023, cases=151))
    assert held(writer, f"FROM series('{region}', '{indicator}')") == [151]


def test_an_unknown_name_says_where_to_look(writer: Writer) -> None:
    with pytest.raises(duckdb.Error, match="no region of that code or name"):
        ask(writer, "FROM series('亚特兰蒂斯', '新收行政复议申请')")
    with pytest.raises(duckdb.Error, match="no indicator of that id"):
        ask(writer, "FROM compare('幸福感', 2024)")


def test_a_break_is_told_where_it_lies(writer: Writer) -> None:
    writer.load(together(report(2023, cases=151), report(2024, cases=160)))
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [row["break_before"] for row in rows] == [None, "reconsideration_law_2024"]


LEFT_OUT = {
    "R1 part of a year": (
        {"period_type": "ytd", "period_end": date(2023, 9, 30)},
        "period type ytd, the series is annual",
    ),
    "R1 since an earlier year": (
        {"period_type": "cumulative_since", "period_start": date(2021, 1, 1)},
        "period type cumulative_since, the series is annual",
    ),
    "R3 the city's own level": ({"scope": "own_level"}, "scope own_level, the series is whole_region"),
    "no period": ({"period_type": "unspecified", "period_start": None, "period_end": None}, "period not told"),
    "R11 persons instead of cases": ({"unit": "人次"}, "unit 人次, the indicator is kept in 件"),
}


@pytest.mark.parametrize("trap", LEFT_OUT)
def test_what_cannot_be_joined_is_shown_with_the_reason(writer: Writer, trap: str) -> None:
    facts, reason = LEFT_OUT[trap]
    writer.load(together(report(2022, cases=66), changed(report(2023, cases=151), **facts), report(2024, cases=160)))
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [(int(row["value"]), row["left_out"], row["grade"]) for row in rows] == [
        (66, None, "A"),
        (160, None, "A"),
        (151, reason, "D"),
    ]


JOINED = {
    "R1 the whole year, however worded": ({"period_text": "2023年以来", "period_basis": "inferred_title"}, "A"),
    "R3 scope not told": ({"scope": "unknown"}, "B"),
    "R11 件 and 宗 are both cases": ({"unit": "宗"}, "A"),
    "R11 a lower bound": ({"bound": "at_least"}, "C"),
    "derived from a phrase": ({"flags": ["derived_from_phrase"]}, "C"),
    "two readings of the period": ({"period_alt": ["range:2023-01-01..2023-12-20"]}, "B"),
}


@pytest.mark.parametrize("twin", JOINED)
def test_what_can_be_joined_is_joined_with_its_grade(writer: Writer, twin: str) -> None:
    facts, grade = JOINED[twin]
    writer.load(together(report(2022, cases=66), changed(report(2023, cases=151), **facts), report(2024, cases=160)))
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [(int(row["value"]), row["left_out"]) for row in rows] == [(66, None), (151, None), (160, None)]
    assert rows[1]["grade"] == grade


def test_targets_changes_and_claims_enter_no_series(writer: Writer) -> None:
    for role in ("target", "change", "claim"):
        writer.load(changed(report(2023, cases=151), role=role))
        assert ask(writer, "FROM series('鹤壁', '新收行政复议申请')") == []


def test_totals_since_different_days_are_not_joined(writer: Writer) -> None:
    """R2: 2021年以来 in two reports is one series, 2022年以来 is another."""
    since = {"period_type": "cumulative_since", "period_start": date(2021, 1, 1)}
    writer.load(
        together(
            changed(report(2022, cases=200), **since),
            changed(report(2023, cases=351), **since),
            changed(report(2024, cases=311), **{**since, "period_start": date(2022, 1, 1)}),
        )
    )
    assert held(writer, "FROM series('鹤壁', '新收行政复议申请')") == [200, 351]


def test_the_own_report_goes_before_the_paper_and_both_are_shown(writer: Writer) -> None:
    """R12: conflicts stay side by side with a stated preference."""
    writer.load(report(2023, cases=151))
    writer.load(press("https://news.example.com/conflict", "158件", "158", "件", "reconsideration_applications", 2023))
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [(int(row["value"]), row["left_out"]) for row in rows] == [
        (151, None),
        (158, "another value is told by a preferred source: 151.0"),
    ]
    conflicts = ask(writer, "FROM conflicts()")
    assert [(int(row["value"]), row["preferred"], row["genre"]) for row in conflicts] == [
        (151, True, "annual_report"),
        (158, False, "news"),
    ]


def test_the_same_value_twice_is_one_point_and_no_conflict(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    writer.load(press("https://news.example.com/agrees", "151件", "151", "件", "reconsideration_applications", 2023))
    assert held(writer, "FROM series('鹤壁', '新收行政复议申请')") == [151]
    assert ask(writer, "FROM conflicts()") == []


def test_two_values_in_one_source_decide_nothing(writer: Writer) -> None:
    first = report(2023, cases=151)
    url, text = first.articles[0]["url"], first.parts[0]["text"]
    told = {"region_code": "410600", "report_year": 2023, **year_period(2023)}
    second = figure(url, text, "144件", "reconsideration_applications", "144", unit="件", **told)
    writer.load(
        Batch(first.run, articles=first.articles, parts=first.parts, observations=[*first.observations, second])
    )
    rows = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert [row["left_out"] for row in rows] == ["the source tells 2 values for this"] * 2


def test_a_part_of_the_total_is_no_second_value(writer: Writer) -> None:
    first = report(2023, cases=151)
    url, text = first.articles[0]["url"], first.parts[0]["text"]
    told = {"region_code": "410600", "report_year": 2023, "parent": first.observations[0]["key"], **year_period(2023)}
    a_part = figure(url, text, "144件", "reconsideration_applications", "144", unit="件", **told)
    writer.load(
        Batch(first.run, articles=first.articles, parts=first.parts, observations=[*first.observations, a_part])
    )
    assert held(writer, "FROM series('鹤壁', '新收行政复议申请')") == [151]
    assert ask(writer, "FROM conflicts()") == []


def cities(year: int, **cases: int) -> Batch:
    return together(
        *(report(year, cases=number, code=code[1:], region=PROVINCE[code[1:]]) for code, number in cases.items())
    )


def test_regions_are_ranked_within_a_province(writer: Writer) -> None:
    writer.load(
        together(
            cities(2024, _410600=160, _410500=410, _410700=95), report(2024, cases=999, code="320100", region="南京市")
        )
    )
    rows = ask(writer, "FROM compare('新收行政复议申请', 2024, province := '河南')")
    assert [(row["rank"], row["region_code"], int(row["value"])) for row in rows] == [
        (1, "410500", 410),
        (2, "410600", 160),
        (3, "410700", 95),
    ]
    assert len(ask(writer, "FROM compare('新收行政复议申请', 2024)")) == 4


def test_levels_are_ranked_apart(writer: Writer) -> None:
    writer.load(together(report(2024, cases=160), report(2024, cases=12, code="410611", region="淇滨区")))
    rows = ask(writer, "FROM compare('新收行政复议申请', 2024)")
    assert [(row["level"], row["rank"]) for row in rows] == [("county", 1), ("prefecture", 1)]


def test_a_comparison_leaves_out_with_the_reason(writer: Writer) -> None:
    writer.load(
        together(
            report(2024, cases=160),
            changed(report(2024, cases=410, code="410500", region="安阳市"), scope="own_level"),
            changed(
                report(2024, cases=95, code="410700", region="新乡市"), period_type="ytd", period_end=date(2024, 11, 30)
            ),
            report(2024, cases=70, code="410800", region="焦作市"),
        )
    )
    rows = ask(writer, "FROM compare('新收行政复议申请', 2024, province := '河南省')")
    assert [(row["region_code"], row["rank"], row["left_out"]) for row in rows] == [
        ("410600", 1, None),
        ("410800", 2, None),
        ("410500", None, "scope own_level, compared is whole_region"),
        ("410700", None, "period type ytd, compared is annual"),
    ]


def test_rates_on_different_bases_are_not_ranked_together(writer: Writer) -> None:
    """R4: an untold base is ranked with a warning, another known base is not."""
    rate = "head_appearance_rate"
    writer.load(
        together(
            changed(report(2024, cases=160, rate="97"), rate, denominator_variant="all hearings"),
            changed(
                report(2024, cases=41, rate="95", code="410500", region="安阳市"),
                rate,
                denominator_variant="all hearings",
            ),
            changed(
                report(2024, cases=95, rate="99", code="410700", region="新乡市"),
                rate,
                denominator_variant="hearings due",
            ),
            report(2024, cases=70, rate="96", code="410800", region="焦作市"),
        )
    )
    rows = ask(writer, f"FROM compare('{rate}', 2024)")
    assert [(row["region_code"], row["rank"]) for row in rows] == [
        ("410600", 1),
        ("410800", 2),
        ("410500", 3),
        ("410700", None),
    ]
    assert rows[3]["left_out"] == "denominator hearings due, compared is all hearings"


def test_a_rank_is_no_rate(writer: Writer) -> None:
    rate = "head_appearance_rate"
    writer.load(
        together(report(2023, cases=151), changed(report(2024, cases=160, rate="1"), rate, kind="rank", unit="名"))
    )
    assert held(writer, f"FROM series('鹤壁', '{rate}')") == [100]


def test_coverage_tells_reports_and_indicators(writer: Writer) -> None:
    source = {"source_id": "anyang", "name": "安阳", "region_code": "410500", "enabled": True, "scope": "government"}
    batch = report(2024, cases=160)
    writer.load(
        Batch(batch.run, sources=[source], articles=batch.articles, parts=batch.parts, observations=batch.observations)
    )
    rows = ask(writer, "FROM coverage(2024)")
    assert [(row["region_code"], row["reports"], row["indicators"]) for row in rows] == [
        ("410500", 0, 0),
        ("410600", 1, 2),
    ]
    assert rows[1]["by_dimension"] == {"dispute": 2}
    assert rows[1]["of_indicators"] > 100


def test_missing_reports_are_those_that_came_before(writer: Writer) -> None:
    writer.load(
        together(
            report(2022, cases=66), report(2023, cases=151), report(2024, cases=12, code="410500", region="安阳市")
        )
    )
    [row] = ask(writer, "FROM missing_reports(2024)")
    assert (row["region_code"], row["due"], row["last_report_year"]) == ("410600", date(2025, 3, 1), 2023)


def test_a_departments_report_is_not_the_regions(writer: Writer) -> None:
    writer.load(together(report(2023, cases=151), report(2024, cases=160, department=True)))
    assert [row["region_code"] for row in ask(writer, "FROM missing_reports(2024)")] == ["410600"]


def test_evidence_leads_to_sentence_page_and_copies(writer: Writer) -> None:
    batch = report(2023, cases=151)
    mirror = {
        **batch.articles[0],
        "url": "https://mirror.example.com/9",
        "article_id": "m",
        "host": "mirror.example.com",
    }
    writer.load(
        Batch(
            batch.run,
            fetches=[
                {"fetch_id": "f1", "url": batch.articles[0]["url"], "warc_file": "2024/02/a.warc.gz", "warc_offset": 77}
            ],
            articles=[{**batch.articles[0], "fetch_id": "f1"}, mirror],
            parts=[*batch.parts, {**batch.parts[0], "article_id": "m"}],
            observations=batch.observations,
        )
    )
    [(ident,)] = writer.con.execute("SELECT observation_id FROM observations WHERE unit = '件'").fetchall()
    [row] = ask(writer, f"FROM evidence('{ident}')")
    text = batch.parts[0]["text"]
    assert row["text_before"] + row["span_text"] + row["text_after"] in text
    assert row["span_text"] in row["sentence"]
    assert (row["copies"], row["warc_file"], row["warc_offset"]) == (
        ["https://mirror.example.com/9"],
        "2024/02/a.warc.gz",
        77,
    )


def test_evidence_of_a_figure_in_an_attached_file_leads_to_the_file_and_its_page(writer: Writer) -> None:
    batch = report(2023, cases=151)
    page, files = batch.articles[0]["url"], ["https://www.example.com/a.xlsx", "https://www.example.com/b.pdf"]
    place = {"part_id": "attachment-2-page-5"}
    fetched = [
        {"fetch_id": "f1", "url": page, "kind": "article", "error": "", "warc_offset": 77},
        {"fetch_id": "f2", "url": files[1], "kind": "attachment", "error": "HTTP 503", "warc_offset": 88},
        {"fetch_id": "f3", "url": files[1], "kind": "attachment", "error": "", "warc_offset": 99},
    ]
    writer.load(
        Batch(
            batch.run,
            fetches=[{**row, "fetched_at": datetime(2024, 2, n)} for n, row in enumerate(fetched, 1)],
            articles=[{**batch.articles[0], "fetch_id": "f1", "attachments": files}],
            parts=[{**batch.parts[0], **place}],
            observations=[{**row, **place} for row in batch.observations],
        )
    )
    [(ident,)] = writer.con.execute("SELECT observation_id FROM observations WHERE unit = '件'").fetchall()
    [row] = ask(writer, f"FROM evidence('{ident}')")
    assert (row["url"], row["file_url"], row["file_page"], row["warc_offset"]) == (page, files[1], 5, 99)


def test_an_article_whose_file_failed_is_asked_for_again_until_it_comes(writer: Writer) -> None:
    url, file = "https://www.example.com/7.html", "https://www.example.com/7.pdf"
    rows = [
        {"fetch_id": "f1", "url": url, "kind": "article", "settled": True, "fetched_at": datetime(2024, 2, 1)},
        {"fetch_id": "f2", "url": file, "kind": "attachment", "settled": False, "fetched_at": datetime(2024, 2, 1)},
    ]
    rows[1]["from_url"] = url
    writer.load(Batch(run("r1"), fetches=rows))
    assert url not in writer.known().seen_urls
    again = {**rows[1], "fetch_id": "f3", "settled": True, "fetched_at": datetime(2024, 2, 2)}
    writer.load(Batch(run("r2"), fetches=[again]))
    assert url in writer.known().seen_urls


def test_a_file_that_fails_on_five_days_is_given_up_and_told(writer: Writer) -> None:
    url, file = "https://www.example.com/8.html", "https://www.example.com/8.pdf"
    page = {"fetch_id": "f0", "url": url, "kind": "article", "settled": True, "fetched_at": datetime(2024, 2, 1)}
    tried = {"url": file, "kind": "attachment", "settled": False, "from_url": url, "error": "HTTP 500", "label": "http"}
    for day in range(1, 6):
        row = {**tried, "fetch_id": f"f{day}", "fetched_at": datetime(2024, 2, day)}
        writer.load(Batch(run(f"r{day}"), fetches=[page, row] if day == 1 else [row]))
        known, [told] = writer.known(), ask(writer, "FROM missing_belongings")
        assert (told["url"], told["tries"], told["error"]) == (file, day, "HTTP 500")
        assert told["given_up"] is (url in known.seen_urls) is (url in known.given_up) is (day == 5)
    writer.load(
        Batch(run("r6"), fetches=[{**row, "fetch_id": "f6", "settled": True, "fetched_at": datetime(2024, 3, 1)}])
    )
    assert ask(writer, "FROM missing_belongings") == []
    assert writer.known().given_up == frozenset()


def test_evidence_of_what_was_told_before_is_kept(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    [(ident,)] = writer.con.execute("SELECT observation_id FROM observations WHERE unit = '件'").fetchall()
    writer.load(report(2023, cases=153, run_row=run("r2")))
    rows = ask(writer, f"FROM evidence('{ident}')")
    assert [(int(row["value"]), row["superseded_at"] is None) for row in rows] == [(153, True), (151, False)]


def test_without_a_list_of_regions_all_are_meant_also_one_that_is_not_told(writer: Writer) -> None:
    nowhere = changed(report(2022, cases=66), region_code=None)
    writer.load(together(nowhere, report(2023, cases=151), report(2024, cases=300, code="410500", region="安阳市")))
    rows = ask(writer, "FROM series_of(['reconsideration_applications'], NULL)")
    assert {(int(row["value"]), row["left_out"]) for row in rows} == {(66, "region not told"), (151, None), (300, None)}
    compared = ask(writer, "FROM compare('新收行政复议申请', 2022)")
    assert [(int(row["value"]), row["left_out"]) for row in compared] == [(66, "region not told")]


def test_a_report_of_a_year_to_come_is_compared_with_nothing(writer: Writer) -> None:
    batch = report(2024, cases=300)
    wrong = [{**row, "report_year": 2099, "title": "鹤壁市2099年法治政府建设情况报告"} for row in batch.articles]
    writer.load(Batch(batch.run, articles=wrong, parts=batch.parts, observations=batch.observations))
    [row] = ask(writer, "FROM compare('新收行政复议申请', 2024)")
    assert (row["grade"], row["left_out"]) == ("D", "the report says it is of 2099, a year to come")
    assert ask(writer, "FROM yearly_reports") == []


def test_a_period_that_had_not_begun_is_no_point(writer: Writer) -> None:
    writer.load(changed(report(2024, cases=300), period_start=date(2098, 1, 1), period_end=date(2098, 12, 31)))
    [row] = ask(writer, "FROM series('鹤壁', '新收行政复议申请')")
    assert row["left_out"] == "the period begins after the page was read"
