"""The few options of a report: about whom, for whom, of which day, in which language; only those that it has."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from spbe_assets import formats, i18n
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.redaction import INTERNAL, Redaction
from spbe_assets.domain.reports import Option, Report, Scope, Wanted
from spbe_assets.i18n import N_, _
from ui.context import AppContext
from ui.inventory import place_search
from ui.inventory.reference_box import ReferenceBox
from ui.reports.choices import MOST_DAYS, Choices
from ui.widgets.basics import label, pad

ACROSS = 4
SCOPES = {Scope.PROVINCE: N_("The whole province"), Scope.REGION: N_("A region"), Scope.AGENCY: N_("An agency")}
LANGUAGES = (("id", N_("Indonesian")), ("en", N_("English")))
YEARS = (2000, 2100)


class OptionsBox(QWidget):
    """`changed` fires whenever something else is wanted."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: Report | None = None
        self.scope, self.redaction, self.language = QComboBox(), QComboBox(), QComboBox()
        self.agency = ReferenceBox(context, partial(place_search.search, "agency"))
        self.region = ReferenceBox(context, partial(place_search.search, "region"))
        self.days, self.year = QSpinBox(), QSpinBox()
        self.as_of = QDateEdit()
        self.photos = QCheckBox(_("With photos"))
        self._fields: dict[QWidget, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)

        self._fill()
        for combo in (self.scope, self.redaction, self.language):  # so that a small window holds all four columns
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(7)
        for name, field in (
            (_("About"), self.scope), (_("Agency"), self.agency), (_("Region"), self.region),
            (_("For whom"), self.redaction), (_("Looking ahead"), self.days), (_("State of"), self.as_of),
            (_("Year"), self.year), ("", self.photos), (_("Language"), self.language),
        ):  # fmt: skip
            self._name(field, name)
        self._connect()

    @property
    def chosen_scope(self) -> Scope:
        """About whom the report is to be."""
        return Scope(self.scope.currentData() or Scope.PROVINCE)  # Qt gives back plain text

    def show_report(self, report: Report, choices: Choices) -> None:
        """Show the options of a report, as far as they can stay as they were chosen."""
        self.report = report
        self.blockSignals(True)
        self.scope.clear()
        for scope in report.scopes:
            self.scope.addItem(_(SCOPES[scope]), str(scope))
        self.scope.setCurrentIndex(max(self.scope.findData(str(choices.scope)), 0))
        self.agency.show_record(*(choices.agency or (None, "")))
        self.region.show_record(*(choices.region or (None, "")))
        self.redaction.setCurrentIndex(self.redaction.findData(str(choices.redaction)))
        self.days.setValue(choices.days)
        self.photos.setChecked(choices.with_photos)
        self.language.setCurrentIndex(self.language.findData(choices.language or i18n.language()))
        self.blockSignals(False)
        self._place()

    def choices(self, before: Choices) -> Choices:
        """What is chosen; what this report does not ask stays as it was."""
        report = self.report
        if report is None:
            return before
        return Choices(
            report=report.id,
            scope=self.chosen_scope if len(report.scopes) > 1 else before.scope,
            agency=_chosen(self.agency) or before.agency,
            region=_chosen(self.region) or before.region,
            redaction=Redaction(self.redaction.currentData()) if report.is_public else before.redaction,
            language="" if self.language.currentData() == i18n.language() else self.language.currentData(),
            days=self.days.value(),
            with_photos=self.photos.isChecked(),
        )

    def wanted(self) -> Wanted | None:
        """The report that is wanted; None while an agency or region has yet to be chosen."""
        report, scope = self.report, self.chosen_scope
        agency, region = _chosen(self.agency), _chosen(self.region)
        lacking = (scope is Scope.AGENCY and agency is None) or (scope is Scope.REGION and region is None)
        if report is None or lacking:
            return None
        day = self.as_of.date().toPython()
        return Wanted(
            report=report.id,
            agency_id=agency[0] if agency and scope is Scope.AGENCY else None,
            region_id=region[0] if region and scope is Scope.REGION else None,
            redaction=Redaction(self.redaction.currentData()) if report.is_public else INTERNAL,
            language=self.language.currentData(),
            with_photos=self.photos.isChecked() and Option.PHOTOS in report.options,
            as_of=day if Option.AS_OF in report.options and day != formats.today() else None,  # type: ignore[arg-type]
            due_within_days=self.days.value(),
            year=self.year.value() if Option.YEAR in report.options else None,
        )

    def scope_name(self) -> str:
        """What the agency or region that it is about is called; empty for the province."""
        box = {Scope.AGENCY: self.agency, Scope.REGION: self.region}.get(self.chosen_scope)
        chosen = _chosen(box) if box is not None else None
        return chosen[1] if chosen else ""

    def _fill(self) -> None:
        today = formats.today()
        for profile in Redaction:
            self.redaction.addItem(profile.label, str(profile))
        for code, title in LANGUAGES:
            self.language.addItem(_(title), code)
        self.days.setRange(0, MOST_DAYS)
        self.days.setSuffix(" " + _("days"))
        self.year.setRange(*YEARS)
        self.year.setValue(today.year)
        self.as_of.setLocale(QLocale(i18n.language()))
        self.as_of.setDisplayFormat("d MMM yyyy")
        self.as_of.setCalendarPopup(True)
        self.as_of.setDate(QDate(today.year, today.month, today.day))
        self.as_of.setMaximumDate(self.as_of.date())
        for box in (self.days, self.year, self.as_of):
            pad(box)
            box.setKeyboardTracking(False)
        self.agency.setPlaceholderText(_("Choose an agency"))
        self.region.setPlaceholderText(_("Choose a region"))

    def _name(self, field: QWidget, name: str) -> None:
        held = QWidget(self)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        told = label(name, "small")
        column.addWidget(told)
        column.addWidget(field)
        column.addStretch()
        if name:
            told.setBuddy(field)
            field.setAccessibleName(name)
        self._fields[field] = held

    def _connect(self) -> None:
        for box in (self.redaction, self.language):
            box.activated.connect(self._tell)
        self.scope.activated.connect(self._on_scope)
        for reference in (self.agency, self.region):
            reference.chosen.connect(self._tell)
        for spin in (self.days, self.year):
            spin.valueChanged.connect(self._tell)
        self.as_of.dateChanged.connect(self._tell)
        self.photos.toggled.connect(self._tell)

    def _on_scope(self) -> None:
        self._place()
        box = {Scope.AGENCY: self.agency, Scope.REGION: self.region}.get(self.chosen_scope)
        if box is not None and _chosen(box) is None:
            box.setFocus()
        self._tell()

    def _tell(self, *_told: object) -> None:
        self.changed.emit()

    def _shown(self) -> list[QWidget]:
        report, scope = self.report, self.chosen_scope
        if report is None:
            return []
        options = report.options
        asked = (
            (self.scope, len(report.scopes) > 1), (self.agency, scope is Scope.AGENCY),
            (self.region, scope is Scope.REGION), (self.redaction, report.is_public),
            (self.days, Option.DAYS in options), (self.year, Option.YEAR in options),
            (self.as_of, Option.AS_OF in options), (self.language, True), (self.photos, Option.PHOTOS in options),
        )  # fmt: skip
        return [field for field, is_asked in asked if is_asked]

    def _place(self) -> None:
        """Put the options that are asked side by side, the others away."""
        shown = self._shown()
        for field, held in self._fields.items():
            self._grid.removeWidget(held)
            held.setVisible(field in shown)
        for place, field in enumerate(shown):
            self._grid.addWidget(self._fields[field], place // ACROSS, place % ACROSS)


def _chosen(box: ReferenceBox) -> tuple[bytes, str] | None:
    try:
        record = box.record_id()
    except Invalid:
        return None
    return (record, box.text()) if record is not None else None
