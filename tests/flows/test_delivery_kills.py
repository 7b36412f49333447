"""Rounds of load, publish and deliver are killed with SIGKILL at random moments; what counts is what receivers got.

Half of the kills come at a random time of a stage, the others at the worst moment there is: when a receiver has a
message and the sender has not noted it. Three rounds with every test run, thirty by ``make chaos``.
"""

import multiprocessing
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from receivers import hook, mailbox

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

import delivery_round

ROUNDS = 30 if "FAZHI_CHAOS" in os.environ else 3
SEED = int(os.environ.get("FAZHI_SEED", random.SystemRandom().randrange(10**6)))
FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai; a round a day
CONFIG = """
channels:
  hook: {address: FAZHI_TEST_HOOK}
  post: {address: FAZHI_TEST_POST, language: en}
subscriptions:
- {name: at once, channels: [hook]}
- {name: every morning, channels: [post], rules: [new_report, jump_or_fall], send: {every: day, at: "08:00"}}
"""
MOMENTS = ("load", "receipt", "publish", "receipt", "deliver", "receipt")
LONGEST = {"load": 0.3, "publish": 0.6, "deliver": 0.15}  # seconds after the stage began
CITIES = {
    "410600": "鹤壁市",
    "410500": "安阳市",
    "410700": "新乡市",
    "410800": "焦作市",
    "410900": "濮阳市",
    "411000": "许昌市",
}
KEY = re.compile(r"(?:编号|Key)：?:? ?([0-9a-f]{32})")


YEARS = (2015, 2016, 2017, 2018, 2019)  # no break of the indicator's definition between


def rounds():
    """City after city tells year after year: a new report, and from the second year on twice the cases."""
    plays = [(code, year) for code in CITIES for year in YEARS]
    return [(year, 100 * 2 ** (year - YEARS[0]), (code, CITIES[code])) for code, year in plays[:ROUNDS]]


def expected():
    """What receivers are to get: titles at the hook; at the mailbox, for each day, those in the mail of the next."""
    titles, mails = [], []
    for year, _, (_, city) in rounds():
        titles.append(f"【法知·一般】河南省{city}：新年度报告（{year}年）")
        mails.append([f"河南省{city}: a new yearly report ({year})"])
        if year > YEARS[0]:
            titles.append(f"【法知·重要】河南省{city}“行政复议申请收案数”骤升")
            mails[-1].append(f"河南省{city}, Reconsideration applications received: a jump")
    return titles, mails


class Killer:
    """Plays rounds in processes that are forked off one that has everything loaded, and kills them."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home = home
        self._random = random.Random(seed)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["delivery_round", "apprise"])
        self.process = None
        self.armed = False
        self.moments: Counter[str] = Counter()

    def heard(self, _body) -> None:
        """A receiver has a message: the process dies before it hears that it was taken."""
        if self.armed:
            self.armed = False
            os.kill(self.process.pid, signal.SIGKILL)
            time.sleep(0.05)  # it is dead before the answer is written

    def _start(self, arguments):
        stage = self._context.Value("i", -1)
        self.process = self._context.Process(target=delivery_round.play, args=(str(self._home), *arguments, stage))
        self.process.start()
        return stage

    def kill(self, arguments, at: str) -> None:
        """Kills a round at a receipt, or at a random time after it came to a stage."""
        self.armed = at_receipt = at == "receipt"
        stage = self._start(arguments)
        if at_receipt:
            self.process.join(60)
        else:
            while stage.value < delivery_round.STAGES.index(at) and self.process.is_alive():
                time.sleep(0.001)
            time.sleep(self._random.uniform(0, LONGEST[at]))
            self.process.kill()
            self.process.join()
        self.armed = False
        if self.process.exitcode == -signal.SIGKILL:
            name = "receipt" if at_receipt else delivery_round.STAGES[max(stage.value, 0)]
            self.moments[name] += 1

    def finish(self, arguments) -> None:
        stage = self._start(arguments)
        self.process.join(120)
        assert self.process.exitcode == 0, f"stage {stage.value}, seed {SEED}"


@pytest.fixture
def killer(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    (home / "alerts.yaml").write_text(CONFIG, encoding="utf-8")
    with hook() as web, mailbox() as mail:
        monkeypatch.setenv("FAZHI_TEST_HOOK", web.address)
        monkeypatch.setenv("FAZHI_TEST_POST", mail.address)
        found = Killer(home, SEED)
        web.heard = mail.heard = found.heard
        yield found, web, mail


def test_whatever_is_killed_receivers_get_each_message_and_only_what_was_on_its_way_twice(killer):
    print(f"seed {SEED}: FAZHI_SEED={SEED} plays the same moments again")
    player, web, mail = killer
    for number, (year, cases, region) in enumerate(rounds()):
        arguments = (number, year, cases, region, FIRST + timedelta(days=number))
        player.kill(arguments, MOMENTS[number % len(MOMENTS)])
        player.finish((*arguments[:4], arguments[4] + timedelta(minutes=10)))
    last = FIRST + timedelta(days=len(rounds()))
    player.finish((len(rounds()), *rounds()[-1], last))  # nothing new, but the morning's mail
    print(f"killed at {dict(player.moments)}")
    titles, mails = expected()
    by_key = {KEY.search(body["message"])[1]: body for body in web.got}
    assert sorted(body["title"] for body in by_key.values()) == sorted(titles)
    assert all(body == by_key[KEY.search(body["message"])[1]] for body in web.got)
    posted = {KEY.search(text)[1]: (subject, text) for subject, text in mail.got}
    assert all(entry == posted[KEY.search(entry[1])[1]] for entry in mail.got)
    assert len(posted) == len(mails)
    for (subject, text), told in zip(posted.values(), mails, strict=True):
        assert all(title in f"{subject}\n{text}" for title in told), (subject, text, told)
    # A kill repeats at most the one message that was on its way.
    repeats = len(web.got) - len(by_key) + len(mail.got) - len(posted)
    assert repeats <= player.moments.total()
    assert repeats >= 1
    assert len(player.moments) >= 3, player.moments
