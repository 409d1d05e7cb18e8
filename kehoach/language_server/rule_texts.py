"""What a rule is for, as an editor shows it."""

from __future__ import annotations

from kehoach.diagnostics import Translator, _
from kehoach.pipeline.rule_book import all_rules
from kehoach.vietnamese import upper_first


def manual_of(code: str, to: Translator) -> str:
    """The manual of a rule as Markdown, "" for a code that is none."""
    rule = all_rules().get(code)
    if rule is None:
        return ""
    manual = rule.manual
    parts = [f"**{code}** {to.gettext(manual.title)}", upper_first(to.gettext(manual.why))]
    for label, example in ((_("Bad"), manual.bad), (_("Good"), manual.good)):
        parts.append(f"{label.into(to)}:\n```yaml\n{example}\n```")
    if rule.article:
        parts.append(f"{_('Provision').into(to)}: {rule.article}")
    return "\n\n".join(parts)
