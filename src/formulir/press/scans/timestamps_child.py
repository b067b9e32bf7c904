"""The child that opens answers of an authority for timestamps.

It takes a folder, the answers, the folder of checkpoints and requests, that of trusted
certificates, and the limits. Nothing is fetched from the network.

Source: RFC 3161 §2.4.2; ``docs/archive-format.md`` §18.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from asn1crypto import cms, core, tsp
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    get_signing_cert_attr,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from formulir.dates import format_saat
from formulir.language import phrase, take_reason
from formulir.press.child.ask import answering, write_answer
from formulir.press.scans.signatures import (
    FOREIGN,
    describe_validity,
    make_plain,
    name_signer,
    read_certificates,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from asn1crypto import x509

LONGEST: Final = 1 << 16
"""So many bytes an answer has at most, and so many a checkpoint."""
UNREADABLE: Final = (*FOREIGN, AttributeError, IndexError, OverflowError)
"""What the libraries raise at an answer that they cannot read."""


class _Response(core.Sequence):  # type: ignore[misc] # the library ships no types
    """A TimeStampResp, whose token is missing where the request was refused."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class BrokenAnswerError(ValueError):
    """It can be read, and does not count."""


class RefusedAnswerError(ValueError):
    """The authority has refused the request."""


class UnfitAnswerError(ValueError):
    """It is the answer to another request."""


def examine_answer(
    data: bytes,
    *,
    sent: Mapping[bytes, Path],
    roots: Sequence[x509.Certificate] | None,
) -> dict[str, Any]:
    """Examine an answer.

    Args:
        data: Its bytes.
        sent: The checkpoints that were sent, by their SHA-256.
        roots: Whom the office trusts; nothing where it keeps no list.

    Returns:
        What ``timestamps.ReadAnswer`` holds.
    """
    verdict = "broken"
    try:
        return _examine(data, sent=sent, roots=roots)
    except RefusedAnswerError as error:
        verdict, reason = "refused", take_reason(error)
    except UnfitAnswerError as error:
        verdict, reason = "unfit", take_reason(error)
    except BrokenAnswerError as error:
        reason = take_reason(error)
    except UNREADABLE:
        reason = phrase("it is cut off, or no answer of an authority for timestamps")
    said = {"size": "0", "saat": "", "nama": "", "trusted": False}
    return {**said, "verdict": verdict, "reason": reason}


def _examine(
    data: bytes,
    *,
    sent: Mapping[bytes, Path],
    roots: Sequence[x509.Certificate] | None,
) -> dict[str, Any]:
    """Take the steps of the page in their order."""
    if len(data) > LONGEST:
        raise BrokenAnswerError(phrase("larger than {most} bytes", most=LONGEST))
    signed = _open_token(_Response.load(data, strict=True))
    info = signed["encap_content_info"]["content"].parsed
    if info["version"].native != "v1":
        raise BrokenAnswerError(phrase("it is of another version than 1"))
    path, when = _find_request(info, sent), info["gen_time"].native
    status = _validate(signed, path, when=when, roots=roots)
    late = describe_validity(status.signing_cert, when)
    good = bool(status.trusted) and not late
    why = late or phrase("it leads to none of those in tepercaya/")
    return {
        "verdict": "holds",
        "reason": "" if good else why,
        "size": path.name,
        "saat": format_saat(when),
        "nama": name_signer(status.signing_cert),
        "trusted": good,
    }


def _open_token(response: _Response) -> cms.SignedData:
    """Take the token out of an answer, if the authority has given one."""
    status = response["status"]
    if status["status"].native != "granted":
        said = [str(status["status"].native), *(status["status_string"].native or ())]
        raise RefusedAnswerError(make_plain("; ".join(said)))
    token = response["time_stamp_token"]
    if token["content_type"].native != "signed_data":
        raise BrokenAnswerError(phrase("there is no timestamp in it"))
    signed = token["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise BrokenAnswerError(phrase("there is no timestamp in it"))
    return signed


def _find_request(info: tsp.TSTInfo, sent: Mapping[bytes, Path]) -> Path:
    """Find the checkpoint that a token is over, and see that it was asked for."""
    imprint = info["message_imprint"]
    path = sent.get(bytes(imprint["hashed_message"].native))
    if imprint["hash_algorithm"]["algorithm"].native != "sha256" or path is None:
        raise UnfitAnswerError(phrase("it is over something else"))
    nonce = None
    with suppress(*UNREADABLE, OSError):
        query = _read(path.with_name(f"{path.name}.tsq"))
        nonce = tsp.TimeStampReq.load(query, strict=True)["nonce"].native
    if nonce is None or info["nonce"].native != nonce:
        raise UnfitAnswerError(phrase("its nonce is not that of the request kept here"))
    return path


def _validate(
    signed: cms.SignedData,
    path: Path,
    *,
    when: datetime,
    roots: Sequence[x509.Certificate] | None,
) -> TimestampSignatureStatus:
    """See that the signature holds, and that the signer is one who may stamp.

    Source: RFC 3161 §2.3, §2.4.2; RFC 5816.
    """
    context = ValidationContext(
        trust_roots=list(roots or ()), moment=when, allow_fetching=False
    )
    imprint = sha256(_read(path)).digest()
    try:
        facts = asyncio.run(
            validate_tst_signed_data(signed, context, lambda _algorithm: imprint)
        )
    except SignatureValidationError as error:
        reason = make_plain(take_reason(error))
        raise BrokenAnswerError(
            phrase("its signature cannot be checked: {reason}", reason=reason)
        ) from error
    status = TimestampSignatureStatus(**facts)
    if not (status.intact and status.valid):
        raise BrokenAnswerError(phrase("its signature does not hold"))
    attributes = extract_signer_info(signed)["signed_attrs"]
    if get_signing_cert_attr(attributes) is None:
        raise BrokenAnswerError(phrase("it does not say whose certificate signed it"))
    purpose = status.signing_cert.extended_key_usage_value
    critical = "extended_key_usage" in status.signing_cert.critical_extensions
    if purpose is None or purpose.native != ["time_stamping"] or not critical:
        reason = phrase("its signer's certificate is not one for timestamps")
        raise BrokenAnswerError(reason)
    return status


def list_sent(kept: Path) -> dict[bytes, Path]:
    """List the checkpoints in a folder, by their SHA-256; each bears its own size."""
    paths = [path for path in kept.iterdir() if path.name.isdecimal()]
    notes = {path: _read(path) for path in paths if path.is_file()}
    return {
        sha256(note).digest(): path
        for path, note in notes.items()
        if note.split(b"\n")[1:2] == [path.name.encode()]
    }


def _read(path: Path) -> bytes:
    """Read a file, one byte more than it may have at most."""
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


def read_files(argv: Sequence[str]) -> None:
    """Read answers; an end without an answer is the parent's to explain."""
    folder, *sources, kept, trusted, _limits = argv
    sent, roots = list_sent(Path(kept)), read_certificates(Path(trusted))
    answers = [
        examine_answer(_read(Path(source)), sent=sent, roots=roots)
        for source in sources
    ]
    write_answer(Path(folder), {"answers": answers})


if __name__ == "__main__":
    with answering():
        read_files(sys.argv[1:])
