"""The beginning of a preview: the press first, for it takes longest to be ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.reviewing.preview.warm import open_press

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.office.kantor import Kantor
    from formulir.reviewing.preview.result import PreviewRequest, PreviewResult


def preview(
    kantor: Kantor, asked: PreviewRequest, *, tell: Callable[[int, int], None]
) -> PreviewResult:
    """Show the worst letters of a kind in a region; see ``show``.

    Raises:
        RecordError: The records ask for no such letter.
        TemplateError: The template must be corrected.
        MachineError: The machine lacks something, or the folder is not free.
    """
    with open_press(kantor) as press:
        # LibreOffice takes as long to start as all this does to load.
        from formulir.reviewing.preview.show import show_worst  # noqa: PLC0415 - above

        return show_worst(kantor, press, asked, tell=tell)
