"""Optional content: layers that an attachment hides stay hidden when it is merged."""

from __future__ import annotations

import pikepdf


def adopt_layers(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Bring the layers of a file along with its pages.

    Without this a viewer shows every layer, also those that were switched off. To be
    called after the pages have been added: a group copied with its page is the same
    object as the group copied here.

    Source: ISO 32000-1, 8.11.4; ISO 19005-2, 6.9 (names and order of groups).
    """
    groups, hidden = _read_layers(source)
    if not groups:
        return
    if "/OCProperties" not in pdf.Root:
        default = pikepdf.Dictionary(Name=pikepdf.String("Lapisan"))
        default.Order, default.OFF = pikepdf.Array(), pikepdf.Array()
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=default)
    layers = pdf.Root.OCProperties
    for group in groups:
        own = pdf.copy_foreign(group)
        layers.OCGs.append(own)
        layers.D.Order.append(own)
        if group.objgen in hidden:
            layers.D.OFF.append(own)


def _read_layers(
    source: pikepdf.Pdf,
) -> tuple[list[pikepdf.Object], set[tuple[int, int]]]:
    """Return the groups of a file, and which of them are switched off."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return [], set()
    groups = [g for g in _list(layers, "/OCGs") if g.is_indirect]
    default = layers.get("/D", pikepdf.Dictionary())
    hidden = {g.objgen for g in _list(default, "/OFF")}
    if default.get("/BaseState") == pikepdf.Name.OFF:
        shown = {g.objgen for g in _list(default, "/ON")}
        hidden = {g.objgen for g in groups} - shown
    return groups, hidden


def _list(holder: pikepdf.Object, key: str) -> list[pikepdf.Object]:
    """Return the dictionaries of an array, or none when there is no such array."""
    array = holder.get(key)
    if not isinstance(array, pikepdf.Array):
        return []
    return [item for item in array.as_list() if isinstance(item, pikepdf.Dictionary)]
