"""Type-ahead in brand and model: choosing a model fills brand, model, category and what is known for sure."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from spbe_assets.domain.records import Choice
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import model_suggestions
from spbe_assets.services.model_suggestions import Model, Suggestions
from ui.context import AppContext
from ui.inventory.field_form import FieldForm
from ui.inventory.field_inputs import LineInput
from ui.inventory.reference_box import Dropdown

LEAST_TYPED = 2
KEYS = ("brand", "model")


class ModelStock(QObject):
    """The suggestions of one window: the shipped ones at once, those of the records as soon as they are counted."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._counting = False
        self.suggestions: Suggestions = model_suggestions.seed()

    @staticmethod
    def of(context: AppContext) -> ModelStock:
        """The stock of a window."""
        return context.findChild(ModelStock) or ModelStock(context)

    def refresh(self) -> None:
        """Count what was recorded since the last time, off the GUI thread."""
        if self._counting:
            return
        self._counting, known = True, self.suggestions
        job = self._context.read_later(
            lambda session, progress: model_suggestions.with_records(session, known, progress), quiet=True
        )
        job.then(self, self._take)
        job.finished.connect(self._end)

    def _take(self, suggestions: Suggestions) -> None:
        self.suggestions = suggestions

    def _end(self, _job: object) -> None:
        self._counting = False


class ModelOffer(QObject):
    """Watches brand and model of a form; `chosen` carries the model that was picked, after both were filled.

    Nothing is marked at first, so that Enter leaves alone what was typed.
    """

    chosen = Signal(object)

    def __init__(self, context: AppContext, form: FieldForm) -> None:
        super().__init__(form)
        self.stock = ModelStock.of(context)
        self._form = form
        self._dropdown: Dropdown | None = None
        self.models: list[Model] = []
        self._lines = {key: self._line(key) for key in KEYS}
        for line in self._lines.values():
            line.installEventFilter(self)
            line.textEdited.connect(self._offer)

    @property
    def is_open(self) -> bool:
        """Whether models are on offer."""
        return self._dropdown is not None and self._dropdown.isVisible()

    def _line(self, key: str) -> QLineEdit:
        entry = self._form.cells["asset", key].entry
        if not isinstance(entry, LineInput):
            raise TypeError(f"asset.{key} is no line")
        return entry.line

    def _offer(self, text: str) -> None:
        brand, model = (self._lines[key].text() for key in KEYS)
        suggestions = self.stock.suggestions
        self.models = suggestions.find(f"{brand} {model}") or suggestions.find(text)
        line = self._lines["model"] if self._lines["model"].hasFocus() else self._lines["brand"]
        if len(text.strip()) < LEAST_TYPED or not self.models or not line.hasFocus():
            self._close()
            return
        if self._dropdown is None:
            self._dropdown = Dropdown(self._form.window())
            self._dropdown.picked.connect(self.pick)
        choices = [Choice(b"", one.title, _hint(one)) for one in self.models]
        self._dropdown.show_choices(choices, line, mark_first=False, width=self._form.width())

    def _close(self) -> None:
        if self._dropdown is not None:
            self._dropdown.hide()

    def pick(self, line: int) -> None:
        """Take one of the offered models and go on behind the model."""
        model = self.models[line]
        self._close()
        self._form.put("asset", {"brand": model.brand, "model": model.model}, {})
        self._lines["model"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(model)
        self._form.edited.emit("asset", "model")
        self._form.focusNextChild()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        elif event.type() == QEvent.Type.ShortcutOverride and self.is_open and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:  # not for the editor around: only the offer is put away
                event.accept()
        elif event.type() == QEvent.Type.KeyPress and self.is_open and isinstance(event, QKeyEvent):
            return self._press(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if self._dropdown is None:
            return False
        key, marked = event.key(), self._dropdown.list.currentRow()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._dropdown.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked >= 0:
            self.pick(marked)
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True


def _hint(model: Model) -> str:
    parts = []
    if ports := model.details.get("ports"):
        parts.append(ngettext("{n} port", "{n} ports", ports).format(n=ports))
    if capacity := model.details.get("capacity_va"):
        parts.append(_("{n} VA").format(n=capacity))
    if model.height_u:
        parts.append(_("{n} U").format(n=model.height_u))
    if model.count:
        parts.append(ngettext("{n} recorded", "{n} recorded", model.count).format(n=model.count))
    return " · ".join(parts)
