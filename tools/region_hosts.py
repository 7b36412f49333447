"""Makes ``warehouse/reference/region_hosts.csv``: whose official site a host under gov.cn is.

    python -m tools.region_hosts

Divisions with a domain of their own, of three kinds:

- ``listed``: domains of :data:`MORE`, and those of :data:`LISTED` that spelling does not give: no full pinyin
  (sz.gov.cn), or that of two prefectures (fuzhou.gov.cn is 福州; 抚州 has jxfz.gov.cn). Each was read beside the
  division's name in a candidate source or in public lists of official sites (2026-11); none of the sites was asked;
- ``pinyin_of_city``: domains of :data:`LISTED` that are the full pinyin of a province or city, and of a county
  elsewhere besides: the larger one is taken;
- ``pinyin``: the full pinyin of the short name (hebi.gov.cn), where every character has one reading and no other
  division is written alike: 庆阳 is left out for 青羊区, whose site could have that domain as well. Of counties and
  districts only those that nothing else in the country is written like (嘉善: jiashan.gov.cn); where such a county's
  site has another domain, the row is never asked for.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from pypinyin import Style, pinyin

from warehouse.reference.names import short_name

REFERENCE = Path(__file__).resolve().parent.parent / "warehouse" / "reference"
SPECIAL = ("10", "71", "81", "82")  # the country, Taiwan, Hong Kong, Macao
OUTPUT = REFERENCE / "region_hosts.csv"

LISTED = {
    "110000": "beijing",
    "120000": "tj",
    "130000": "hebei",
    "130100": "sjz",
    "130300": "qhd",
    "130800": "chengde",
    "140000": "shanxi",
    "140100": "taiyuan",
    "140400": "changzhi",
    "140500": "jcgov",
    "141000": "linfen",
    "150000": "nmg",
    "150100": "huhhot",
    "150600": "ordos",
    "210000": "ln",
    "210100": "shenyang",
    "210200": "dl",
    "210700": "jz",
    "220000": "jl",
    "220100": "changchun",
    "230000": "hlj",
    "230100": "harbin",
    "310000": "shanghai",
    "320000": "jiangsu",
    "320200": "wuxi",
    "320300": "xz",
    "320400": "changzhou",
    "320500": "suzhou",
    "320600": "nantong",
    "320700": "lyg",
    "321200": "taizhou",
    "321300": "suqian",
    "330000": "zj",
    "330100": "hangzhou",
    "330200": "ningbo",
    "330300": "wenzhou",
    "330600": "sx",
    "331000": "zjtz",
    "340000": "ah",
    "340300": "bengbu",
    "340400": "huainan",
    "341300": "ahsz",
    "341500": "luan",
    "341600": "bozhou",
    "341700": "chizhou",
    "350000": "fujian",
    "350100": "fuzhou",
    "350200": "xm",
    "350300": "putian",
    "350900": "ningde",
    "360000": "jiangxi",
    "360100": "nc",
    "360900": "yichun",
    "361000": "jxfz",
    "370000": "shandong",
    "370200": "qingdao",
    "370400": "zaozhuang",
    "370600": "yantai",
    "371300": "linyi",
    "371500": "liaocheng",
    "371700": "heze",
    "410000": "henan",
    "410200": "kaifeng",
    "410400": "pds",
    "410800": "jiaozuo",
    "411100": "luohe",
    "411500": "xinyang",
    "420000": "hubei",
    "420900": "xiaogan",
    "421200": "xianning",
    "422800": "enshi",
    "430000": "hunan",
    "430100": "changsha",
    "430300": "xiangtan",
    "430700": "changde",
    "440000": "gd",
    "440100": "gz",
    "440300": "sz",
    "440500": "shantou",
    "440800": "zhanjiang",
    "441900": "dg",
    "442000": "zs",
    "450000": "gxzf",
    "450100": "nanning",
    "460000": "hainan",
    "500000": "cq",
    "510000": "sc",
    "510900": "suining",
    "511000": "neijiang",
    "511300": "nanchong",
    "520000": "guizhou",
    "530000": "yn",
    "530100": "km",
    "530400": "yuxi",
    "540000": "xizang",
    "610000": "shaanxi",
    "610100": "xa",
    "610500": "weinan",
    "610800": "yl",
    "620000": "gansu",
    "630000": "qinghai",
    "630100": "xining",
    "640000": "nx",
    "650000": "xinjiang",
    "650100": "wlmq",
}
# Further domains of municipalities (their people's congress) and of their districts: the spelling of a district alone
# (朝阳, 通州, 河北) is that of others too, so the sites begin with that of the municipality.
MORE = {
    "bjrd": "110000",
    "bjdch": "110101",
    "bjxch": "110102",
    "bjchy": "110105",
    "bjft": "110106",
    "bjsjs": "110107",
    "bjhd": "110108",
    "bjmtg": "110109",
    "bjfsh": "110111",
    "bjtzh": "110112",
    "bjshy": "110113",
    "bjchp": "110114",
    "bjdx": "110115",
    "bjhr": "110116",
    "bjpg": "110117",
    "bjmy": "110118",
    "bjyq": "110119",
    "tjrd": "120000",
    "tjhp": "120101",
    "tjnk": "120104",
    "tjhbq": "120105",
    "tjhqqzf": "120106",
    "tjdl": "120110",
    "tjxq": "120111",
    "tjjn": "120112",
    "tjbc": "120113",
    "tjwq": "120114",
    "tjbd": "120115",
    "tjbh": "120116",
    "tjnh": "120117",
    "tjjh": "120118",
    "tjjz": "120119",
    "shhuangpu": "310101",
    "shcn": "310105",
    "shpt": "310107",
    "shhk": "310109",
    "shyp": "310110",
    "shmh": "310112",
    "shbsq": "310113",
    "shqp": "310118",
    "shcm": "310151",
    "cqrd": "500000",
    "cqyz": "500103",
    "cqspb": "500106",
    "cqjlp": "500107",
    "cqna": "500108",
    "cqqj": "500110",
    "cqbn": "500113",
    "cqcs": "500115",
    "cqyc": "500118",
    "cqnc": "500119",
    "cqtl": "500151",
    "cqtn": "500152",
    "cqkz": "500154",
    "cqlp": "500155",
    "cqwl": "500156",
    "cqck": "500229",
    "cqfd": "500230",
    "cqzx": "500233",
    "cqfj": "500236",
    "cqwx": "500238",
    "cqxs": "500241",
}


def main() -> None:
    """Writes the table anew, in the order of codes."""
    with (REFERENCE / "divisions.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["code"]: short_name(row["name"]) for row in csv.DictReader(stream)}
    made = [(f"{domain}.gov.cn", code, basis_of(code, domain, names)) for code, domain in LISTED.items()]
    made += [(f"{domain}.gov.cn", code, "listed") for domain, code in MORE.items()]
    made += [(f"{domain}.gov.cn", code, "pinyin") for code, domain in spelled(names) if domain not in LISTED.values()]
    with OUTPUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("domain", "region_code", "basis"))
        writer.writerows(sorted(made, key=lambda row: (row[1], row[0])))
    print(f"{OUTPUT.name}: {len(made)} domains")


def basis_of(code: str, domain: str, names: dict[str, str]) -> str:
    """What a domain of :data:`LISTED` rests on."""
    larger = {other for other, name in names.items() if other.endswith("00") and domain in readings(name)}
    return "pinyin_of_city" if larger == {code} else "listed"


def spelled(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Code and pinyin of the prefectures that nothing outside of them is written like, and of the counties that nothing
    at all is; those of :data:`LISTED` have theirs already."""
    alike: dict[str, set[str]] = defaultdict(set)
    for code, name in names.items():
        for word in readings(name):
            alike[word].add(code)
    for code, name in names.items():
        words = readings(name)
        if code.startswith(SPECIAL) or code in LISTED or len(words) != 1:
            continue
        own = code[:4] if code.endswith("00") else code
        if all(other.startswith(own) for other in alike[words[0]]):
            yield code, words[0]


def readings(name: str) -> list[str]:
    """Every way a name may be spelled, without tones."""
    characters = [sorted(set(each)) for each in pinyin(name, style=Style.NORMAL, heteronym=True)]
    return ["".join(word) for word in product(*characters)]


if __name__ == "__main__":
    main()
