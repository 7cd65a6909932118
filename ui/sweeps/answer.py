"""The answer to a scan, large and calm: what it is, how it stands, its condition, and what can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from spbe_assets.domain.vocabulary import Condition, SightingResult, title
from spbe_assets.i18n import _
from spbe_assets.services.sweeps import Line as SweepLine
from spbe_assets.services.sweeps import Seen
from ui.icons import set_icon
from ui.palette.line_list import LINE_PX, LineList
from ui.palette.lines import Group, Line
from ui.sweeps import looks
from ui.sweeps.looks import CONDITION_KEYS
from ui.widgets.basics import button, divider, elided, icon_label, label, set_kind

HEAD_PX, ICON_PX, MOST_LINES = 96, 34, 5
MOVE, LEAVE, NEW, TAKE_BACK, AS_IT_IS = "move", "leave", "new", "take-back", "as-it-is"
ACTIONS = {
    SightingResult.FOUND: (TAKE_BACK,),
    SightingResult.WRONG_ROOM: (MOVE, LEAVE, TAKE_BACK),
    SightingResult.UNEXPECTED: (MOVE, LEAVE, TAKE_BACK),
    SightingResult.UNKNOWN: (NEW, LEAVE, TAKE_BACK),
}


class Answer(QFrame):
    """`condition_asked` carries a condition, `asked` one of the actions, `chosen` the asset that a code means."""

    condition_asked = Signal(object)
    asked = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen: Seen | None = None
        self.icon = icon_label("scan-line", "muted", ICON_PX)
        self.state = label("", "heading")
        self.name = elided("", "title")
        self.tag = label("", "code-muted")
        self.sentence = label("", "muted", wrap=True)
        self.conditions = {value: self._condition(key, value) for key, value in CONDITION_KEYS.items()}
        self.buttons = {name: self._button(name, *told) for name, told in _told().items()}
        self.list = LineList()
        self.list.setAccessibleName(_("Which one is it?"))
        self.setObjectName("card")
        self._lay_out()
        self.list.picked.connect(lambda line: line.run())
        self.show_idle("")

    def _condition(self, key: str, value: Condition) -> QPushButton:
        made = button(f"{key}  {title(value)}")
        set_kind(made, "segment")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self.condition_asked.emit, value))
        return made

    def _button(self, name: str, text: str, key: str, icon: str) -> QPushButton:
        made = button(f"{text}  ({key})", "small", icon)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(partial(self.asked.emit, name))
        return made

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.state)
        above.addWidget(self.tag, 1)
        words.addLayout(above)
        words.addWidget(self.name)
        words.addWidget(self.sentence)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(14)
        head.addWidget(self.icon)
        head.addLayout(words, 1)
        head.addWidget(self._side())
        held = QWidget()
        held.setFixedHeight(HEAD_PX)
        held.setLayout(head)
        self.line = divider()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for part in (held, self.line, self.list):
            self._column.addWidget(part)

    def _side(self) -> QWidget:
        segments = QWidget()
        segments.setObjectName("switch")
        segments.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(segments)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for one in self.conditions.values():
            row.addWidget(one)
        actions = QHBoxLayout()
        actions.setSpacing(6)
        actions.addStretch(1)
        for one in self.buttons.values():
            actions.addWidget(one)
        self.segments, self.side = segments, QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(segments, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(actions)
        column.addStretch(1)
        return self.side

    def show_idle(self, room: str, hint: str = "") -> None:
        """Nothing has been scanned here yet: say where the next scan goes and what can be done."""
        self.seen = None
        set_icon(self.icon, "scan-line", "muted", ICON_PX)
        self._say(_("Ready"), "muted", room, "", hint)
        self._offer((), is_seen=False)
        self._ask(None)

    def show_seen(self, seen: Seen, line: SweepLine | None = None) -> None:
        """Show what became of a scan or tick, and what has been done about it since as its line says."""
        self.seen = seen
        is_settled = line is not None and bool(line.settled)
        look = looks.of_line(line) if line is not None and is_settled else looks.of_seen(seen)
        set_icon(self.icon, look.icon, look.role, ICON_PX)
        named = seen.name or (seen.code if seen.asset_id is None else _("Unnamed"))
        self._say(look.word, look.role, named, seen.tag, seen.sentence)
        actions = ACTIONS[seen.result] if seen.result is not None else ()
        self._offer((TAKE_BACK,) if is_settled else actions, is_seen=seen.sighting_id is not None)
        self._show_condition(seen.condition if line is None else line.condition)
        self._ask(seen if seen.result is None else None)
        self.setAccessibleDescription(" · ".join(text for text in (look.word, named, seen.tag, seen.sentence) if text))

    def _say(self, state: str, role: str, name: str, tag: str, sentence: str) -> None:
        self.state.setText(state)
        set_kind(self.state, f"state-{role}")
        self.name.set_whole(name)
        self.tag.setText(tag)
        self.tag.setVisible(bool(tag))
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def _offer(self, actions: tuple[str, ...], *, is_seen: bool) -> None:
        for name, one in self.buttons.items():
            one.setVisible(name in actions)
        self.segments.setVisible(is_seen)
        self.side.setVisible(is_seen)

    def _show_condition(self, condition: Condition | None) -> None:
        for value, one in self.conditions.items():
            set_kind(one, "true" if value == condition else "false", "on")

    @property
    def is_asking(self) -> bool:
        """Whether it waits for somebody to say which of several things was meant."""
        return self.seen is not None and self.seen.result is None and bool(self.list.lines())

    def _ask(self, seen: Seen | None) -> None:
        lines = self._lines(seen) if seen is not None else []
        self.list.show_groups([Group("", tuple(lines))] if lines else [])
        self.list.setFixedHeight(min(len(lines), MOST_LINES) * LINE_PX + 2)
        self._column.setContentsMargins(1, 0, 1, 4 if lines else 0)
        self.list.setVisible(bool(lines))
        self.line.setVisible(bool(lines))

    def _lines(self, seen: Seen) -> list[Line]:
        if not seen.candidates:
            return []
        found = [
            Line(
                f"asset:{hit.id.hex()}", hit.name or _("Unnamed"), partial(self.chosen.emit, hit.id),
                second=hit.place, code=hit.tag, icon=hit.icon, keys=str(at) if at < 10 else "",
            )
            for at, hit in enumerate(seen.candidates, 1)
        ]  # fmt: skip
        unknown = Line("unknown", _("None of these: note the code as unknown"), partial(self.asked.emit, AS_IT_IS),
                       icon="circle-question-mark", keys="U")  # fmt: skip
        return [*found, unknown]


def _told() -> dict[str, tuple[str, str, str]]:
    """Text, key and icon of each action."""
    return {
        MOVE: (_("Move here"), "M", "map-pin"),
        NEW: (_("New item"), "N", "plus"),
        LEAVE: (_("Leave it"), "L", "check"),
        TAKE_BACK: (_("Cancel sighting"), _("Del"), "undo-2"),
    }
