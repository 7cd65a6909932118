"""The one list of what is drawn of the program, and how the window gets there; `make_pictures.py` draws it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from field_scenes import SCENES as FIELD
from label_scenes import SCENES as LABELS
from plan_scenes import SCENES as PLANNING
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from readiness_scenes import SCENES as READINESS
from samples import OLD_LIST, plates
from sqlalchemy import select
from stage import Stage

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter, Group, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import assets, attachments, listing, moves, references, trees
from spbe_assets.services.moves import Move
from spbe_assets.storage.tables import Agency, Link, Person
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui import help as guide
from ui import navigation
from ui.app import speak
from ui.errors import CrashDialog
from ui.first_run import FirstRun
from ui.inventory.view_dialogs import SaveView
from ui.links.measurements import MeasurementsPage
from ui.moves import actions
from ui.moves.dialog import open_minutes
from ui.preferences import Preferences
from ui.screens.settings import PAGES

Scene = Callable[[Stage], object]
SOME = 12
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = ("region", "agency", "site", "room", "rack")


def prepare(uow: UnitOfWork) -> None:
    """Add what a fresh sample lacks: photos, acts, a record with a history."""
    star = _star(uow.session)
    folder = Path(mkdtemp(prefix="spbe-assets-photos-"))
    for number, path in enumerate(plates(folder)):
        attachments.add_photo(uow, "asset", star, path.read_bytes(), "" if number else "Pelat nama di sisi belakang")
    assets.update(uow, star, {"condition": Condition.LIGHT_DAMAGE, "notes": "Kipas berbunyi"})
    agency = uow.session.scalars(select(Agency.id).where(Agency.live).offset(3)).first()
    person = uow.session.scalars(select(Person.id).where(Person.live)).first()
    since = today() - timedelta(days=40)
    moves.hand_over(uow, AssetFilter(ids=frozenset({star})), Move(since, "12/BA/2026", to_agency_id=agency))
    lent = Move(since, to_person_id=person, due_on=today() - timedelta(days=5), notes="Untuk pelatihan")
    moves.lend(uow, AssetFilter(ids=frozenset({star})), lent)


def _star(session: Any) -> Id:
    """An asset at which a link ends: it has the most to show."""
    found = session.scalars(select(Link.a_asset_id).where(Link.live, Link.a_asset_id.is_not(None)).order_by(Link.n))
    return bytes(found.first())


def _place(name: str, argument: object = None, after: Callable[[Any], object] | None = None) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.go(name, argument)
        if after is not None:
            stage.settle(900)
            after(screen)

    return scene


def _tab(title: str, find: Callable[[Any], tuple[str, Id]]) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.inventory(stage.context.read(find))
        screen.current.pane.open_tab(_(title))

    return scene


def _the_star(session: Any) -> tuple[str, Id]:
    return "asset", _star(session)


def _of_class(kind: AssetClass, session: Any) -> tuple[str, Id]:
    return "asset", bytes(listing.first_answer(session, AssetFilter(classes=frozenset({kind})), limit=1).rows[0].id)


def _a_link(session: Any) -> tuple[str, Id]:
    return "link", bytes(session.scalars(select(Link.id).where(Link.live).order_by(Link.n)).first())


def _plain(place: str, number: int) -> Scene:
    """The first record of one of the lists of a screen."""

    def scene(stage: Stage) -> None:
        screen = stage.go(place)
        screen.switch.choose(number)
        stage.settle(400)
        screen.current.list.step(1)

    return scene


def _branch(table: str) -> Scene:
    """The record of one table that has the most below it or is the first."""

    def scene(stage: Stage) -> None:
        branches = stage.context.read(trees.government if table in NAMES[:2] else trees.places)
        found = max((one for one in branches if one.table == table), key=lambda one: one.children)
        stage.go(navigation.AGENCIES, (table, found.id))

    return scene


def _edit(argument: Scene) -> Scene:
    def scene(stage: Stage) -> None:
        argument(stage)
        stage.settle(400)
        stage.screen.current.edit()

    return scene


def _new(number: int, place: str = navigation.INVENTORY) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.go(place)
        screen.switch.choose(number)
        stage.settle(400)
        screen.current.new()

    return scene


def _chosen(act: Callable[[Stage, Any], object]) -> Scene:
    """What works on some chosen lines of the list of equipment."""

    def scene(stage: Stage) -> None:
        screen = stage.inventory(AssetFilter())
        table = screen.current.list.table
        for _row in range(SOME):
            QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
        stage.settle(400)
        act(stage, screen.current)

    return scene


def _act(run: Callable[..., object]) -> Scene:
    return _chosen(lambda stage, side: side.with_chosen(lambda chosen: run(stage.context, chosen, side)))


def _key(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Scene:
    return _chosen(lambda stage, side: stage.press(side.list.table, key, modifiers))


def _in_inventory(run: Callable[[Stage, Any], object]) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.inventory(AssetFilter())
        stage.settle(400)
        run(stage, screen.current)

    return scene


def _popup(key: str) -> Scene:
    def run(_stage: Stage, side: Any) -> None:
        bar = side.filter_bar
        bar.open_popup(next(kind for kind in bar._kinds if kind.key == key))  # noqa: SLF001

    return _in_inventory(run)


def _grid(stage: Stage, side: Any) -> None:
    stage.app.clipboard().setText("\n".join(line.replace(";", "\t") for line in OLD_LIST.splitlines()[:7]))
    stage.press(side.list.table, Qt.Key.Key_V, CTRL)


def _several(stage: Stage, side: Any) -> None:
    stage.press(side.list.table, Qt.Key.Key_D, CTRL | SHIFT)
    dialog = stage.app.activeWindow()
    for number in range(1, 9):
        dialog.take_scan(f"PF3K22{number:02}")  # type: ignore[union-attr]


def _viewer(stage: Stage) -> None:
    _tab("Photos", _the_star)(stage)
    stage.settle(400)
    stage.screen.current.pane.photos.page().gallery.choose(0)
    stage.screen.current.pane.photos.page().open()


def _minutes(stage: Stage) -> None:
    star = stage.context.read(_star)
    act = stage.context.read(lambda session: moves.of_asset(session, star, limit=1))[0]
    open_minutes(stage.context, act.papers[:1], stage.window)
    stage.settle()


def _home(stage: Stage) -> None:
    """With readiness, which a process of its own counts."""
    screen = stage.go(navigation.HOME)
    for _wait in range(20):
        if not screen.readiness.bars.isVisible():
            stage.settle(500)


def _import(step: int) -> Scene:
    def scene(stage: Stage) -> None:
        path = Path(mkdtemp(prefix="spbe-assets-import-")) / "daftar barang.csv"
        path.write_text(OLD_LIST, "utf-8")
        screen = stage.go(navigation.IMPORT, path)
        agency = stage.context.read(lambda session: references.choices(session, "agency", "Dinas Kesehatan", 1))[0]
        screen.columns.agency.show_record(agency.id, agency.text)
        screen.columns.agency_chosen.emit()
        for go in (screen.plan, screen.carry_out)[: step - 1]:
            go()
            stage.settle(1200)

    return scene


def _combine(stage: Stage) -> None:
    _branch("site")(stage)
    stage.settle(400)
    side = stage.screen.current
    branches = [one for one in stage.context.read(trees.places) if one.table == "site" and one.id != side.shown]
    side.ask_merge()
    dialog = side.dialog()
    dialog.box.show_record(branches[0].id, branches[0].name)
    dialog.choose(branches[0].id)


def _move(stage: Stage) -> None:
    _branch("room")(stage)
    stage.settle(400)
    stage.screen.current.ask_move()


def _error(stage: Stage) -> None:
    stage.inventory(AssetFilter())
    stage.window.show_error(Refused(_("{file} is open in another window; go on working there.").format(file="a.spbe")))


def _toast(stage: Stage) -> None:
    stage.go(navigation.AGENCIES)
    star, notes = stage.context.read(_star), {"notes": "Kipas diganti"}
    stage.context.write(lambda uow, _progress: assets.update(uow, star, notes), "edit", _("Measurement deleted"))


def _search(text: str) -> Scene:
    def scene(stage: Stage) -> None:
        screen = stage.inventory(AssetFilter())
        screen.search.setText(text)

    return scene


def _measure(stage: Stage) -> None:
    _tab("Measurements", _a_link)(stage)
    stage.settle(400)
    stage.screen.current.pane.page().findChildren(MeasurementsPage)[0].add()


def _settings(number: int) -> Scene:
    return _place("settings", PAGES[number].title)


def _first_run(stage: Stage) -> None:
    FirstRun(Preferences(), lambda code: speak(stage.app, code), is_new=True, parent=stage.window).show()


SCENES: dict[str, Scene] = {
    "home": _home,
    "inventory": _place(navigation.INVENTORY, AssetFilter()),
    "inventory-filtered": _place(
        navigation.INVENTORY, AssetFilter(conditions=frozenset({Condition.LIGHT_DAMAGE, Condition.HEAVY_DAMAGE}))
    ),
    "inventory-grouped": _in_inventory(lambda _stage, side: side.group_by(Group.AGENCY)),
    "inventory-chosen": _chosen(lambda _stage, _side: None),
    "inventory-nothing": _search("zzzz"),
    "asset-summary": _tab("Summary", _the_star),
    "asset-technical": _tab("Technical", partial(_of_class, AssetClass.SERVER)),
    "asset-network": _tab("Links", _the_star),
    "asset-photos": _tab("Photos", _the_star),
    "asset-no-photos": _tab("Photos", partial(_of_class, AssetClass.SERVER)),
    "asset-label": _tab("Label", _the_star),
    "asset-moves": _tab("Moves", _the_star),
    "asset-history": _tab("History", _the_star),
    "photo": _viewer,
    "links": _place(navigation.INVENTORY, LinkFilter()),
    "link-summary": _tab("Summary", _a_link),
    "link-measurements": _tab("Measurements", _a_link),
    "link-history": _tab("History", _a_link),
    "link-measure": _measure,
    "software": _plain(navigation.INVENTORY, 2),
    "cloud": _plain(navigation.INVENTORY, 3),
    "splp": _plain(navigation.INVENTORY, 4),
    "agencies": _place(navigation.AGENCIES),
    "agency": _branch("agency"),
    "region": _branch("region"),
    "site": _branch("site"),
    "room": _branch("room"),
    "rack": _branch("rack"),
    "people": _plain(navigation.AGENCIES, 2),
    "facilities": _plain(navigation.AGENCIES, 3),
    "edit-asset": _edit(_tab("Summary", _the_star)),
    "edit-link": _edit(_tab("Summary", _a_link)),
    "edit-agency": _edit(_branch("agency")),
    "edit-room": _edit(_branch("room")),
    "edit-software": _edit(_plain(navigation.INVENTORY, 2)),
    "new-asset": _new(0),
    "new-link": _new(1),
    "new-cloud": _new(3),
    "new-person": _new(2, navigation.AGENCIES),
    "new-facility": _new(3, navigation.AGENCIES),
    "import-columns": _import(1),
    "import-check": _import(2),
    "reports": _place(navigation.REPORTS),
    **PLANNING,
    **LABELS,
    **FIELD,
    **READINESS,
    "history": _place(navigation.HISTORY),
    **{f"settings-{page.__name__.removesuffix('Page').lower()}": _settings(at) for at, page in enumerate(PAGES)},
    "palette": lambda stage: stage.window.open_palette(),
    "palette-server": lambda stage: stage.window.overlays and stage.window.overlays.open_palette("server"),
    "keys": _in_inventory(lambda stage, _side: stage.window.show_keys()),
    "error": _error,
    "toast": _toast,
    "filter-agency": _popup("agency"),
    "filter-condition": _popup("condition"),
    "filter-more": _in_inventory(lambda _stage, side: side.filter_bar._open_more()),  # noqa: SLF001
    "views-menu": _in_inventory(lambda _stage, side: side.tools.open_views()),
    "groups-menu": _in_inventory(lambda _stage, side: side.tools.open_menu_of_groups()),
    "save-view": _in_inventory(lambda stage, side: SaveView(stage.context, "list.asset", {}, side).show()),
    "manage-views": _in_inventory(lambda _stage, side: side.tools.manage()),
    "columns": _in_inventory(lambda _stage, side: side.choose_columns()),
    "bulk": _key(Qt.Key.Key_B, CTRL),
    "export": _key(Qt.Key.Key_E, CTRL),
    "several": _in_inventory(_several),
    "grid": _in_inventory(_grid),
    "context-menu": _chosen(lambda _stage, side: side.open_menu(side.list.table.rect().center())),
    "hand-over": _act(actions.hand_over),
    "lend": _act(actions.lend),
    "repair": _act(actions.repair),
    "disposal": _act(actions.propose_disposal),
    "minutes": _minutes,
    "combine": _combine,
    "move": _move,
    "help": lambda stage: guide.open_page("inventory", stage.window),
    "crash": lambda stage: CrashDialog("SPBE Assets 0.1.0\nValueError: …", stage.window).show(),
    "first-run": _first_run,
    "import-done": _import(3),
}
"""Name of the picture -> how the window gets there, on a filled database."""

EMPTY: dict[str, Scene] = {
    **{f"empty-{place.name}": _place(place.name) for place in navigation.places() if place.name != "settings"},
    "empty-links": _plain(navigation.INVENTORY, 1),
    "empty-software": _plain(navigation.INVENTORY, 2),
    "empty-places": _plain(navigation.AGENCIES, 1),
    "empty-people": _plain(navigation.AGENCIES, 2),
    "empty-facilities": _plain(navigation.AGENCIES, 3),
}
"""The same on a database with nothing in it."""
