"""Every contract on imports bites: what it forbids is planted, and refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
LINT = Path(sys.executable).with_name("lint-imports")

PLANTED = {
    "house": ("archive/find.py", "from formulir.records.store import query"),
    "cli": ("cli/common.py", "from formulir.cli.writing.letters import with_tanggal"),
    "issuing": ("issuing/gather.py", "from formulir.issuing.hire import hire"),
    "offices": ("office/kantor.py", "from formulir.office.filing import reconcile"),
    "handing": (
        "handing/letters.py",
        "from formulir.handing.bundle import hand_bundle",
    ),
    "posting": (
        "handing/post/smtp.py",
        "from formulir.handing.post.sending import Batch",
    ),
    "copying": (
        "office/copying/shelf.py",
        "from formulir.office.copying.backup import back_up",
    ),
    "web": ("web/door/rights.py", "from formulir.web.jobs import table"),
    "screens": ("web/screens/status.py", "from formulir.web.screens import job"),
    "records": ("records/store.py", "from formulir.records.rules import registry"),
    "letters": ("letters/reading/raw.py", "from formulir.letters import drafts"),
    "press": ("press/pdf/paper.py", "from formulir.press.finishing import finish"),
    "archive": ("archive/merkle.py", "from formulir.archive.log import append"),
    "proof": (
        "archive/proof/notes.py",
        "from formulir.archive.proof.making import make_receipts",
    ),
    "evidence": (
        "handing/evidence/bag.py",
        "from formulir.handing.evidence.export import export_bag",
    ),
    "ground": ("ground/disk.py", "from formulir.ground.flush import flushing"),
    "circles": (
        "press/finishing/fonts.py",
        "from formulir.press.finishing.footer import draw_footer",
    ),
    "records-fronts": (
        "cli/proposing/records.py",
        "from formulir.records.importing.headings import match_columns",
    ),
    "letters-fronts": (
        "issuing/check.py",
        "from formulir.letters.reading.sandbox import Sandbox",
    ),
    "press-fronts": ("issuing/plan.py", "from formulir.press.finishing import stamp"),
    "archive-fronts": (
        "reviewing/audit.py",
        "from formulir.archive.merkle import Frontier",
    ),
    "door-babel": ("records/sql/surat.py", "import babel"),
    "door-click": ("pipeline.py", "import click"),
    "door-cryptography": ("archive/checkpoint.py", "import cryptography"),
    "door-cluster": ("issuing/hire.py", "import distributed"),
    "door-matplotlib": ("press/finishing/finish.py", "import matplotlib"),
    "door-docx": ("letters/drafts.py", "import docx"),
    "door-docxtpl": ("letters/reading/render.py", "import docxtpl"),
    "door-ortools": ("records/visits/read.py", "import ortools"),
    "door-jinja2": ("records/rules/calon.py", "import jinja2"),
    "door-markdown": ("web/desk/render.py", "import markdown_it"),
    "door-web": ("cli/house/desk.py", "import starlette"),
    "door-lxml": ("reviewing/status.py", "from lxml import etree"),
    "door-pikepdf": ("receiving/returns.py", "import pikepdf"),
    "door-scans": ("press/finishing/finish.py", "import pyhanko"),
    "door-heif": ("press/finishing/finish.py", "import pi_heif"),
    "door-pypdf": ("handing/bundle.py", "import pypdf"),
    "door-pypdfium2": ("press/finishing/finish.py", "import pypdfium2"),
    "door-numpy": ("press/scans/qr.py", "import numpy"),
    "preview": (
        "reviewing/preview/measure.py",
        "from formulir.reviewing.preview.sights import Sight",
    ),
    "door-num2words": ("letters/profil.py", "import num2words"),
    "door-schedule": ("reviewing/status.py", "import holidays"),
    "door-sheets": ("reviewing/compare.py", "import openpyxl"),
    "door-sqlite": ("receiving/returns.py", "import sqlite3"),
    "door-sqlite-utils": ("records/importing/ingest.py", "import sqlite_utils"),
}
"""By contract: a module, and an import that it may not have."""

FRONTS = [
    "archive.acts",
    "archive.find",
    "archive.folder",
    "archive.keys",
    "archive.log",
    "archive.objects",
    "archive.proof.akses",
    "archive.proof.making",
    "archive.proof.policy",
    "archive.proof.receipt",
    "archive.proof.saksi",
    "archive.proof.sampling",
    "archive.proof.timestamps",
    "archive.proof.witnessing",
    "archive.verdict",
    "archive.verify",
    "archive.witness",
    "archive.words",
    "letters.authoring.adopt",
    "letters.authoring.comments",
    "letters.authoring.names",
    "letters.authoring.names_docx",
    "letters.choice",
    "letters.context",
    "letters.drafts",
    "letters.jenis",
    "letters.mail",
    "letters.names.printed",
    "letters.odf.odf",
    "letters.odf.odf_tags",
    "letters.profil",
    "letters.reading.compile",
    "letters.reading.raw",
    "letters.reading.render",
    "letters.reading.shape",
    "letters.subject",
    "press.attachments.examine",
    "press.binding.bind",
    "press.binding.index",
    "press.binding.labels",
    "press.charts.draw",
    "press.charts.grafik",
    "press.child.entrust",
    "press.child.shield",
    "press.finishing.finish",
    "press.finishing.fonts",
    "press.finishing.inspect_picture",
    "press.finishing.separator",
    "press.inking.inked",
    "press.joining.obstacles",
    "press.joining.skeleton",
    "press.looking.look",
    "press.looking.remark",
    "press.pdf.foot",
    "press.pdf.page_code",
    "press.pdf.paper",
    "press.pdf.pixels",
    "press.printing.libreoffice",
    "press.printing.print_letters",
    "press.printing.prove",
    "press.printing.worker",
    "press.scans.cut",
    "press.scans.draw",
    "press.scans.scan",
    "press.scans.timestamps",
    "press.specimen.differ",
    "press.specimen.mark",
    "press.specimen.noted",
    "press.specimen.width",
    "records.browsing.choices",
    "records.browsing.guess",
    "records.browsing.models",
    "records.browsing.naming",
    "records.browsing.people",
    "records.browsing.periods",
    "records.browsing.rows",
    "records.cells.berkas",
    "records.cells.mask",
    "records.defaults",
    "records.forms.cell",
    "records.forms.form",
    "records.forms.rekap",
    "records.forms.write_form",
    "records.importing.delete",
    "records.importing.ingest",
    "records.importing.lacking",
    "records.importing.write_seri",
    "records.ledger.acts",
    "records.ledger.agenda",
    "records.ledger.book",
    "records.ledger.head",
    "records.ledger.kembali",
    "records.ledger.ledger",
    "records.ledger.masuk",
    "records.ledger.notes",
    "records.ledger.outside",
    "records.ledger.reserve",
    "records.ledger.whole",
    "records.office.instansi",
    "records.office.numbering",
    "records.office.stages",
    "records.office.wilayah",
    "records.own.guess",
    "records.own.naming",
    "records.own.spell",
    "records.own.tables",
    "records.piles.tumpukan",
    "records.post.handed",
    "records.post.outbox",
    "records.rules.registry",
    "records.rules.tanggal",
    "records.schedule.check",
    "records.schedule.check_people",
    "records.schedule.hours",
    "records.schedule.ics",
    "records.schedule.jadwal",
    "records.schedule.make",
    "records.schedule.store",
    "records.selection.atlas",
    "records.selection.exchange",
    "records.selection.propose",
    "records.sheets.edits",
    "records.sheets.formats.exchange",
    "records.sheets.part_report",
    "records.sheets.report",
    "records.sheets.sheet",
    "records.sheets.trace",
    "records.sheets.write",
    "records.sql.functions",
    "records.sql.monev",
    "records.sql.trial",
    "records.store",
    "records.tasks.fill",
    "records.tasks.find_pages",
    "records.tasks.needs",
    "records.tasks.outcome",
    "records.tasks.registry",
    "records.tasks.take",
    "records.visits.assign",
    "records.visits.diary",
    "records.visits.groups",
    "records.year.overview",
    "records.year.show",
    "workers.executor",
    "workers.sharing",
]
"""The modules by which the rooms are entered; all others lie behind a contract."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Copy the house, so that something can be planted in it."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src/formulir", folder / "src/formulir", ignore=ignored)
    return folder


def lint(house):
    """Give the names of the contracts that are broken, and all that was said."""
    answer = subprocess.run(
        [LINT, "--no-cache"],
        cwd=house,
        env={
            "PYTHONPATH": str(house / "src"),
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "400",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = answer.stdout.splitlines()
    broken = {line.split(" BROKEN")[0] for line in lines if " BROKEN" in line}
    return broken, answer.stdout + answer.stderr


def test_every_contract_has_its_forbidden_import():
    assert {each["id"] for each in CONTRACTS} == set(PLANTED)


def test_each_forbidden_import_is_refused_by_its_contract(house):
    clean, told = lint(house)
    assert clean == set(), told
    for name, line in PLANTED.values():
        path = house / "src/formulir" / name
        kept = path.read_text("utf-8")
        path.write_text(f"{kept}\n\ndef _planted():\n    {line}\n", "utf-8")
    broken, told = lint(house)
    names = {each["name"]: each["id"] for each in CONTRACTS}
    assert {names[name] for name in broken} == set(PLANTED), told


def test_a_module_that_has_no_place_is_refused(house):
    (house / "src/formulir/records/lost.py").write_text('"""Lost."""\n', "utf-8")
    _, told = lint(house)
    assert "records.lost" in told


def test_a_room_is_entered_by_its_fronts_and_no_new_one_opens_unseen():
    behind = [
        name.removeprefix("formulir.")
        for each in CONTRACTS
        if each["id"].endswith("-fronts")
        for name in each["protected_modules"]
    ]
    rooms = ("records", "letters", "press", "archive", "workers")
    modules = {
        ".".join(path.relative_to(ROOT / "src/formulir").with_suffix("").parts)
        for room in rooms
        for path in (ROOT / "src/formulir" / room).rglob("*.py")
        if path.name != "__init__.py"
    }
    open_to_all = {
        name
        for name in modules
        if not any(f"{name}.".startswith(f"{each}.") for each in behind)
    }
    assert open_to_all == set(FRONTS)
