"""The user profile that a run of LibreOffice starts from.

It is made anew for each worker under the caller's working folder, so that no setting of
a person's own LibreOffice changes how letters look.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_OFFICE: Final = "/org.openoffice.Office."
_SECURITY: Final = f"{_OFFICE}Common/Security/Scripting"
_COMPLETION: Final = f"{_OFFICE}Writer/AutoFunction/Completion"
"""Gathers the words of every document that is laid out, to offer them to a typist."""
_INET: Final = "/org.openoffice.Inet/Settings"
_LAST_VERSION: Final = "99.0"
"""The version that the profile is said to come from: newer than any there will be.

A LibreOffice that finds an older one first tries out how well it draws on a screen,
which takes nine tenths of its start.
"""

_SETTINGS: Final = (
    # No first-start dialogs, no recovery of documents, no list of recent ones.
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", _LAST_VERSION),
    (f"{_OFFICE}Common/Misc", "FirstRun", "false"),
    (f"{_OFFICE}Recovery/RecoveryInfo", "Enabled", "false"),
    (f"{_OFFICE}Recovery/AutoSave", "Enabled", "false"),
    (f"{_OFFICE}Common/History", "PickListSize", "0"),
    # Nothing that costs time and leaves no mark on paper.
    (f"{_OFFICE}Linguistic/SpellChecking", "IsSpellAuto", "false"),
    (f"{_OFFICE}Common/Misc", "UseOpenCL", "false"),
    (f"{_OFFICE}Java/VirtualMachine", "Enable", "false"),
    (_COMPLETION, "Enable", "false"),
    (_COMPLETION, "CollectWords", "false"),
    (f"{_OFFICE}Common/SmartTags/Writer", "RecognizeSmartTags", "false"),
    # A letter runs no macros and brings in nothing from outside its own file.
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}Writer/Content/Update", "Link", "2"),
    # Whatever asks for the network all the same meets a proxy on the discard port.
    (_INET, "ooInetProxyType", "1"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
    (_INET, "ooInetNoProxy", ""),
)


def format_settings() -> str:
    """Write the settings as LibreOffice's ``registrymodifications.xcu``.

    >>> format_settings().count("<item ") == len(_SETTINGS)
    True
    """
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value, quote=False)}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}</oor:items>\n"
    )


def make_profile(folder: Path) -> Path:
    """Lay down a fresh profile in a folder that does not exist yet."""
    user = folder / "user"
    user.mkdir(parents=True)
    settings = user / "registrymodifications.xcu"
    settings.write_text(format_settings(), encoding="utf-8")
    return folder
