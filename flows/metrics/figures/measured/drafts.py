"""The ground: what passes between the frames – drafts of figures, the context they share, where a number stands."""

from msgspec import Struct, field

from flows.metrics.figures.clauses import Clause
from flows.metrics.figures.phrases import Span
from flows.metrics.figures.quantities import Token
from warehouse.reference.vocabulary import ChangeBase, Direction, Kind, Role


class Stage(Struct, frozen=True):
    """Where a number stands: its clause, the words to both sides, its neighbours."""

    clause: Clause
    clause_index: int
    left: Span
    right: Span
    previous: Token | None
    following: Token | None
    breakdown: bool
    previous_rule: str = ""


class Draft(Struct):
    """A figure before it gets its keys: ``parent`` is another draft of the sentence, ``thing`` the noun it counts,
    ``doer`` who did it, where the words measured leave that out."""

    token: Token
    names: list[str]
    kind: Kind
    rule: str
    role: Role = Role.ACTUAL
    direction: Direction | None = None
    change_base: ChangeBase | None = None
    base_text: str = ""
    universe: str = ""
    parent: "Draft | None" = None
    thing: str = ""
    doer: str = ""
    flags: tuple[str, ...] = ()


class Context(Struct):
    """What was said before: the verb and object of the last count, the topic a rate, change or rank refers back to.

    ``object_unit`` is the unit that the object was counted in; ``intake``: the cases whose intake was told last,
    ``sorts``: those whose sorts are being told.
    """

    verb: str = ""
    object: str = ""
    object_unit: str = ""
    unit: str = ""
    topic: str = ""
    topics: list[str] = field(default_factory=list)
    whole: Draft | None = None
    last: Draft | None = None
    intake: str = ""
    sorts: str = ""
    pending: list[str] = field(default_factory=list)  # of which the next changes tell (同比分别上升3%、|下降4%、…)
