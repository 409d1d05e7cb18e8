"""Pictures in a Word file: the drawing in a run, and the part with the picture, named after what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kehoach.documents.paper import Picture
from kehoach.ooxml.names import R, W, quoteattr

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU = 36000
"""English Metric Units in a millimetre."""
_FIRST = 500_001
"""The number of the first picture: charts begin with 1, what a template brings with 1001."""


def drawing(picture: Picture, number: int) -> str:
    """The element that shows a picture in the run where it is, the `number`th of its document, from 0."""
    size = f'cx="{round(picture.width * _EMU)}" cy="{round(picture.height * _EMU)}"'
    name, relation = quoteattr(picture.name), _relation(picture)
    return (
        f'<w:drawing xmlns:w="{W}" xmlns:wp="{_WP}" xmlns:a="{_A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{_FIRST + number}" name={name} descr={quoteattr(picture.description)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name={name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip xmlns:r="{R}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def with_pictures(parts: Mapping[str, bytes], document: str, pictures: Iterable[Picture]) -> dict[str, bytes]:
    """The parts of a package that pictures change or add; `document` is the part in which their drawings are."""
    folder, _slash, name = document.rpartition("/")
    types, relations = "[Content_Types].xml", f"{folder}/_rels/{name}.rels"
    made: dict[str, bytes] = {}
    reported, related = "", ""
    for picture in {one.image.digest: one for one in pictures}.values():
        kind, part = picture.image.kind, f"media/kehoach-{picture.image.digest[:16]}.{picture.image.kind}"
        made[f"{folder}/{part}"] = picture.image.data
        related += f'<Relationship Id="{_relation(picture)}" Type="{R}/image" Target="{part}"/>'
        default = f'<Default Extension="{kind}" ContentType="image/{kind}"/>'
        if f'Extension="{kind}"'.encode() not in parts[types] and default not in reported:
            reported += default
    made[types] = parts[types].replace(b"<Override", reported.encode() + b"<Override", 1)
    made[relations] = parts[relations].replace(b"</Relationships>", f"{related}</Relationships>".encode())
    return made


def _relation(picture: Picture) -> str:
    return f"rIdKehoachPicture{picture.image.digest[:16]}"
