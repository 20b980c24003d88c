"""Files that people bring: into a message, and into the field of a form ("File input element")."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from playground import limits
from playground.files import File
from playground.inputs import NoSuchOptionError
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.person import Person


Brought = Mapping[str, bytes] | Sequence[File]
"""Contents by name, or files that were brought before."""


class NoSuchFile(LookupError):
    """It is not there, or it is somebody else's."""


def brought(person: "Person", name: str, content: bytes) -> File:
    """Take a file from a person, who has not shown it to anybody yet. Raises `NoSuchFile`."""
    if not isinstance(content, bytes):  # which a page may claim of anything
        raise NoSuchFile("These are no files.")
    name = PurePath(name.replace("\\", "/")).name
    if not name:
        raise NoSuchFile("A file needs a name.")
    if not content:
        raise NoSuchFile(f"{name} is empty.")
    file = person.workspace.files.add(person.id, name, content)
    person.workspace.world.changed()
    return file


def listed(person: "Person", given: Brought) -> list[File]:
    """Give the files, those that come by name as well."""
    if isinstance(given, Mapping):
        return [brought(person, name, content) for name, content in given.items()]
    return list(given)


def own(person: "Person", ids: Any) -> list[File]:
    """Give files that this person brought, by their ids. Raises `NoSuchFile`."""
    if not isinstance(ids, list):
        raise NoSuchFile("These are no files.")
    return [_own(person, each) for each in ids]


def handed_over(person: "Person", element: Payload, answer: Any) -> Payload:
    """Give what a file field holds, for contents by name or for the ids of files; the app may read them from now on."""
    files = listed(person, answer) if isinstance(answer, Mapping) else own(person, answer or [])
    most = element.get("max_files", limits.INPUT_FILES)
    if len(files) > most:
        raise NoSuchOptionError(f"No more than {most} files can be chosen.")
    for file in files:
        _check(element, file)
        file.handed_over = True
    return {"type": "file_input", "files": [person.workspace.files.as_payload(file) for file in files]}


def _own(person: "Person", wanted: Any) -> File:
    file_id = wanted.get("id") if isinstance(wanted, dict) else wanted
    file = person.workspace.files.by_id.get(str(file_id))
    if file is None or file.owner != person.id or file.deleted:
        raise NoSuchFile("This file is gone.")
    return file


def _check(element: Payload, file: File) -> None:
    kinds = [kind.lower().lstrip(".") for kind in element.get("filetypes", [])]
    if kinds and PurePath(file.name).suffix.lower().lstrip(".") not in kinds:
        raise NoSuchOptionError(f"{file.name} is none of: {', '.join(kinds)}.")
    if file.length > limits.INPUT_FILE_BYTES:
        raise NoSuchOptionError(f"{file.name} is larger than {limits.INPUT_FILE_BYTES // 1_000_000} MB.")
