"""Zip files, opened with suspicion: real bytes are counted while they are unpacked, names are never paths."""

import io
import zipfile
import zlib

from corpus_app.importing.problems import Damaged, Hostile, NotText

MAX_MEMBERS = 2_000
MAX_UNPACKED = 200_000_000
MAX_RATIO, SMALL = 100, 1_000_000  # how far a member may swell once it is larger than SMALL
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
CHUNK = 256 * 1024
DAMAGED = "This zip archive or office document is damaged. Open it in its program, save it anew and bring that."
ENCRYPTED = "This file is protected with a password. Open it, save it without a password and bring that."


class Packed:
    """The members of a zip file by name. Raises Hostile, Damaged or NotText."""

    def __init__(self, data: bytes) -> None:
        # Each entry of the directory takes 46 bytes and a name; listing 200,000 of them would take seconds.
        if data.count(b"PK\x01\x02") > MAX_MEMBERS * 2:
            raise _too_many()
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Damaged(DAMAGED) from error
        members = self.zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise _too_many()
        if any(member.flag_bits & 1 for member in members):
            raise NotText(ENCRYPTED)
        self.members = {member.filename: member for member in members if not member.is_dir()}
        if len(self.members) != sum(not member.is_dir() for member in members):
            raise Hostile("Two files in this archive have the same name. Pack it anew and bring that.")
        self.unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def read(self, name: str) -> bytes:
        """The bytes of a member; what its header says about its size is not believed."""
        member = self.members.get(name)
        if member is None:
            raise Damaged(DAMAGED)
        if member.compress_type not in METHODS:
            raise NotText("This archive is packed in a rare way. Pack it anew as an ordinary .zip and bring that.")
        parts: list[bytes] = []
        size = 0
        try:
            with self.zip.open(member) as stream:
                while part := stream.read(CHUNK):
                    size += len(part)
                    self.unpacked += len(part)
                    self._weigh(size, member.compress_size)
                    parts.append(part)
        except Hostile:
            raise  # it is a ValueError, too
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise Damaged(DAMAGED) from error
        return b"".join(parts)

    def _weigh(self, size: int, packed: int) -> None:
        if self.unpacked > MAX_UNPACKED or (size > SMALL and size > MAX_RATIO * max(packed, 1)):
            raise Hostile(
                "This file swells to many times its size when it is unpacked, as files do that are made to harm. "
                "If it is a real document, save its text as plain text (.txt) and bring that."
            )


def _too_many() -> Hostile:
    return Hostile(f"This archive holds more than {MAX_MEMBERS:,} files. Pack the articles in smaller archives.")
