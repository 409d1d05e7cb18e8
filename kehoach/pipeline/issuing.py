"""What issuing a plan is made of: its number and day entered into the text, its line of the register, its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from kehoach.diagnostics import EnvironmentFailure, KehoachError, Report, Severity, WouldOverwrite, _
from kehoach.documents.kinds import PLAN
from kehoach.documents.letterhead import number_line
from kehoach.documents.paper import plain
from kehoach.edits import Edit, apply, with_line_ends
from kehoach.frozen import frozen, replace
from kehoach.model.plan import Plan
from kehoach.nghi_dinh_30 import DOCUMENT_TYPES
from kehoach.pdf.engine import Engine
from kehoach.pipeline.examine import Examined, Examiner
from kehoach.pipeline.lock import TEMPLATES_ISSUED, is_issued_product, series_of
from kehoach.pipeline.products import Product, plan_product
from kehoach.pipeline.renditions import engine_for, is_own
from kehoach.readers.yaml import read
from kehoach.rolling.yaml_editor import YamlEditor
from kehoach.source import MappingNode, Source, TextNode
from kehoach.storage.files import digest, read_bytes
from kehoach.storage.outputs import DocumentState, OutputFolder
from kehoach.storage.register import EntryState, RegisterEntry
from kehoach.storage.state_files import is_document_name
from kehoach.storage.workspace import SOURCES, TEMPLATES, Workspace
from kehoach.vietnamese import lower_first
from kehoach.yaml_text import written


@frozen
class IssueDetails:
    """What the clerk enters: the number, the day of issue, and who signed; "" leaves the signer as it is."""

    number: int
    day: date
    signer: str = ""

    @property
    def digits(self) -> str:
        """The number as it is printed: below 10 a zero leads (Annex I, II.3.c)."""
        return f"{self.number:02}"


class NotEntered(KehoachError):
    """The number, the day or the signer cannot be written into the plan by an edit."""

    exit_code = 2


# The text


def entered(source: Source, numbering: IssueDetails) -> str:
    """The text of a plan with number, day and signer, every other character as it was. Raises NotEntered."""
    node, _findings = read(source)
    if not isinstance(node, MappingNode):
        raise NotEntered(_("{path} cannot be read", path=Path(source.path)), _("see: kehoach check"))
    editor = YamlEditor(node, source)
    values = {"number": numbering.digits, "date": f"{numbering.day:%d/%m/%Y}"}
    edits = [edit for key, value in values.items() if (edit := _put(editor, node, key, value, after="issuer"))]
    if numbering.signer:
        signature = node.get("signature")
        if isinstance(signature, MappingNode):
            found = _put(editor, signature, "name", numbering.signer, after="title")
            edits += [found] if found else []
    joined: dict[tuple[int, int], str] = {}
    for edit in edits:  # two keys that were both left out come to one place
        joined[edit.start, edit.end] = joined.get((edit.start, edit.end), "") + edit.text
    return apply(source.text, [with_line_ends(Edit(*place, text), source.text) for place, text in joined.items()])


def _put(editor: YamlEditor, holder: MappingNode, key: str, value: str, *, after: str) -> Edit | None:
    """The edit that gives a key its value; None where it has it. A key that is not there comes after another."""
    entry = holder.by_key.get(key)
    if entry is None:
        before = holder.by_key.get(after) or holder.entries[-1]
        typed = f"{key}: {written(value, flow=holder.flow)}"
        if holder.flow:
            return Edit(before.value.span.end, before.value.span.end, f", {typed}")
        indent = " " * (before.key.span.column - 1)
        at = editor.after_line(max(before.value.span.end - 1, before.key.span.end))
        text = editor.source.text
        lead = "" if text[:at].endswith("\n") else "\n"
        return Edit(at, at, f"{lead}{indent}{typed}" + ("" if lead else "\n"))
    node = entry.value
    if isinstance(node, TextNode) and node.value == value:
        return None
    if isinstance(node, TextNode) and node.span.end > node.span.start:
        return editor.value(node.span, value)
    if isinstance(node, TextNode):
        colon = editor.source.text.index(":", entry.key.span.end)
        return Edit(colon + 1, colon + 1, f" {written(value, flow=holder.flow)}")
    raise NotEntered(_("{key} is no single value: write it by hand", key=f"{key}:"))


def blocking(examiner: Examiner, path: Path, before: Examined, text: str) -> tuple[Examined, Report]:
    """The plan with its new text, and what is in the way of issuing it: errors, and points that nobody decided.

    What was in the way before is shown where it is in the file as it is.
    """
    made = examiner.examine_text(path, Source(before.source.path, text))
    weighty = (Severity.ERROR, Severity.UNDECIDED)
    now = [finding for finding in made.findings if finding.severity in weighty]
    known = {(finding.code, str(finding.message)): finding for finding in reversed(before.findings)}
    shown = tuple(known.get((finding.code, str(finding.message)), finding) for finding in now)
    registry = tuple(one for one in examiner.registry.findings if one.severity is Severity.ERROR)
    return made, Report((*registry, *shown))


def must_say(made: Examined, numbering: IssueDetails) -> Plan:
    """The plan with its new text, which says what was entered. Raises NotEntered."""
    plan, day = made.plan, made.plan.issued_on if made.plan else None
    said = plan and (plan.number, day and (day.day, day.month, day.year))
    wanted = (numbering.digits, (numbering.day.day, numbering.day.month, numbering.day.year))
    if plan is None or said != wanted or (numbering.signer and plan.signature.name != numbering.signer):
        raise NotEntered(
            _("number, day or signer cannot be entered into {path} by an edit", path=made.path),
            _("write them by hand: number: {number}, date: {day}", number=wanted[0], day=f"{numbering.day:%d/%m/%Y}"),
        )
    return plan


# The register


def entry_of(made: Examined, plan: Plan, name: str, numbering: IssueDetails) -> RegisterEntry:
    """The line of the register for a plan, or for the decision that promulgates it; not yet issued."""
    paper = PLAN.compose(plan, made.agencies)
    first = paper.parts[0]
    symbol = number_line(plan.number, plan.number_suffix, made.agencies.get(plan.issuer)).partition("/")[2]
    subject = " ".join(" ".join(map(plain, first.title.subject)).split())
    lines = [plain(line.text).strip() for line in first.signature.recipients] if first.signature else []
    archive = next((line for line in lines if line.startswith("- Lưu: ")), "")
    recipients = tuple(line.lstrip("-+ ").rstrip(";: ") for line in lines if line and line != archive)
    return RegisterEntry(
        series_of(plan, numbering.day.year),
        numbering.number,
        symbol,
        numbering.day,
        f"{DOCUMENT_TYPES[plan.number_suffix]} {lower_first(subject)}",
        str(plan.signature.name),
        recipients,
        archive.removeprefix("- Lưu: ").rstrip(". "),
        plan=name,
        state=EntryState.RESERVED,
    )


# The files


def must_be_ours(output: OutputFolder, products: Sequence[Product], *, overwrite: bool) -> None:
    """Raise WouldOverwrite where a person has edited or taken over a document that is to be issued.

    What is issued is made from the plan; asked before a number is taken.
    """
    for name in _files(products):
        state = output.standing(name)
        if state is DocumentState.RELEASED and is_issued_product(name):
            raise WouldOverwrite(
                _("{path} was taken over by a person; what is issued is made from the plan", path=output.folder / name),
                _("move it away, or write into the plan what it says"),
            )
        if state is DocumentState.EDITED and not overwrite:
            raise WouldOverwrite(
                _("{path} was edited by hand and is left as it is", path=output.folder / name),
                _("to replace it and keep a dated copy: --overwrite"),
            )


def _files(products: Sequence[Product]) -> Iterator[str]:
    for product in products:
        yield product.name
        if product.name.endswith(".docx"):
            yield PurePosixPath(product.name).with_suffix(".pdf").as_posix()


def sources_of(workspace: Workspace, made: Examined, data: bytes) -> dict[str, bytes]:
    """The files that an issued plan is made from, by their names in the workspace. Raises KehoachError."""
    found = {_named(workspace, made.path): data}
    if workspace.registry.exists():
        found[_named(workspace, workspace.registry)] = read_bytes(workspace.registry)
    for one in made.beside:
        if one.hash:
            found[one.name] = one.data
    for name in TEMPLATES_ISSUED:
        path = workspace.template(name)
        if is_own(path, name):
            found[f"{TEMPLATES}/{name}"] = read_bytes(path)
    for name in found:
        if not is_document_name(name):
            raise NotEntered(_("{path} has a name that cannot be kept; rename the file", path=name))
    return found


def _named(workspace: Workspace, path: Path) -> str:
    """A file by its name in the workspace. Raises NotEntered for one outside of it."""
    if not path.absolute().is_relative_to(workspace.root):
        raise NotEntered(_("{path} is outside of the folder of the workspace", path=path))
    return path.absolute().relative_to(workspace.root).as_posix()


def issued_files(
    output: OutputFolder, products: Sequence[Product], sources: dict[str, bytes], pdf: bytes | None
) -> dict[str, bytes]:
    """The files of a revision: the papers as they were just built, `pdf` in place of the plan's, and their sources.

    Raises WouldOverwrite where the plan, or a paper, was changed since the build began.
    """
    expected = {name: digest(data) for name, data in sources.items()}
    files: dict[str, bytes] = {}
    for name in _files(products):
        if not is_issued_product(name) or output.standing(name) is DocumentState.MISSING:
            continue
        data = output.read(name)
        record = output.manifest().record(name)
        inputs = record.get("inputs", {})
        if digest(data) != record.get("sha256") or any(
            inputs[source] != expected[source] for source in inputs.keys() & expected.keys()
        ):
            raise WouldOverwrite(
                _("{path} was changed by someone else meanwhile", path=output.folder / name), _("run the command again")
            )
        files[name] = data
    plan, paper = f"{PLAN.file}.docx", f"{PLAN.file}.pdf"
    if plan not in files or paper not in files:
        raise EnvironmentFailure(_("{path} was not made", path=output.folder / paper))
    if pdf is not None:
        files[paper] = pdf
    return files | {f"{SOURCES}/{name}": data for name, data in sources.items()}


def signable(workspace: Workspace, made: Examined, plan: Plan, engine: Engine) -> bytes | None:
    """The plan's PDF by the built-in engine; None where an office makes it: its template is the owner's own."""
    product = plan_product(made, plan)
    if engine_for(engine, product, workspace.template(product.template)) is not Engine.BUILTIN:
        return None
    from kehoach.pipeline.handover import signable_plan  # late: only who issues needs it

    return signable_plan(product, product.paper(product.content()), made, plan)


def without_list(report: Report) -> Report:
    """What a build said, without the list of everything that it wrote."""
    return replace(report, written=(), unchanged=(), renewed=())
