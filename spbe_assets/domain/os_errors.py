"""What the operating system complains of when a file can't be read or written, in the language in use."""

from __future__ import annotations

import errno

from spbe_assets.i18n import N_, _

_WORDS = (
    (("ENOSPC", "EDQUOT"), N_("the disk is full")),
    (("EROFS",), N_("the disk can only be read")),
    (("EACCES", "EPERM"), N_("you may not do that there")),
    (("ENOENT",), N_("there is no such file or folder")),
    (("EISDIR",), N_("this is a folder")),
    (("ENOTDIR",), N_("a part of the path is no folder")),
    (("EEXIST", "ENOTEMPTY"), N_("something of this name is there already")),
    (("ENAMETOOLONG",), N_("the name is too long")),
    (("EINVAL", "EILSEQ"), N_("such a name is not possible there")),
    (("EBUSY", "ETXTBSY", "EDEADLK", "EAGAIN"), N_("another program holds it")),
    (("EFBIG",), N_("the file is too large for this disk")),
    (("EMFILE", "ENFILE"), N_("too many files are open")),
    (("EIO",), N_("the disk does not answer properly")),
    (
        ("ENODEV", "ENXIO", "ENETDOWN", "ENETUNREACH", "EHOSTDOWN", "EHOSTUNREACH", "ETIMEDOUT", "ENOTCONN", "ESTALE"),
        N_("the disk or network folder can't be reached"),
    ),
)  # fmt: skip
_BY_NUMBER = {
    number: words for names, words in _WORDS for name in names if (number := getattr(errno, name, None)) is not None
}
_HELD_BY_ANOTHER = (32, 33)
"""Windows: a sharing violation; Python calls it a lack of permission."""


def reason(error: BaseException) -> str:
    """Why it went wrong, as the middle of a sentence: “the disk is full”.

    An error that only wraps that of the system, as those of some libraries do, is looked into. One that is not known
    speaks for itself, in the system's language.
    """
    found = _of_system(error)
    if found is None:
        return str(error)
    if getattr(found, "winerror", None) in _HELD_BY_ANOTHER:
        return _("another program holds it")
    words = _BY_NUMBER.get(found.errno or 0)
    return _(words) if words else found.strerror or str(found)


def _of_system(error: BaseException) -> OSError | None:
    if isinstance(error, OSError) and error.errno is not None:
        return error
    inside = (one for one in (*error.args, error.__cause__) if isinstance(one, BaseException))
    return next((found for one in inside if (found := _of_system(one)) is not None), None)
