"""Sentences of the engine that a person meets, for translation; see `webapp.web.messages`."""


def N_(sentence: str) -> str:  # noqa: N802 - the customary mark for extraction
    """Mark a sentence for the catalogue without translating it now."""
    return sentence


#: With ``%(name)s`` for what the engine fills in. The more particular sentences come first.
SENTENCES: tuple[str, ...] = (
    N_("There is no such thing here."),
    N_("The rules do not allow this now."),
    N_("You may not do this."),
    N_("Somebody else was first; nothing was changed."),
    N_("A limit was reached."),
    N_("The stored record is not what was written."),
    N_("The address and the password do not belong together. Try again."),
    N_("There were too many attempts. Wait a quarter of an hour, then try again."),
    N_("The old password is not right. Try again."),
    N_("A password has %(least)s to %(most)s characters. Choose another."),
    N_("Somebody else has just taken the task “%(task)s”. Go back to the inbox."),
    N_("The task “%(task)s” is no longer open. Go back to the inbox."),
    N_("The task “%(task)s” is no longer open."),
    N_("The task is no longer open; nothing was changed. Look at the case again."),
    N_("The task “%(task)s” is with %(person)s. Ask them to give it back."),
    N_("The task “%(task)s” is not yours to do. Ask who holds the role in this office."),
    N_(
        "The task “%(task)s” needs other eyes: %(person)s did “%(element)s” in this case. "
        "Leave it to somebody else."
    ),
    N_("The task “%(task)s” is not yours to give back."),
    N_("The task “%(task)s” has changed hands. Look at it again."),
    N_("Nobody else could do “%(task)s”. Ask an administrator to assign it."),
    N_("You may not start “%(procedure)s” for %(person)s. Ask who holds the role in their office."),
    N_("You do not stand in for %(person)s today."),
    N_("No procedure %(procedure)s is in force."),
    N_("The file %(name)s is empty. Choose another."),
    N_("The file %(name)s is larger than %(limit)s MB. Make it smaller."),
    N_("The case %(number)s has ended already."),
    N_("The case %(number)s has ended; its variables stay as they are."),
    N_("The case %(number)s was changed by somebody else; nothing was done. Load it again."),
    N_("Nothing stands still in the case %(number)s."),
    N_("Only an administrator may do this."),
    N_("Only an administrator may assign tasks."),
    N_("Only a process owner may change procedures."),
    N_("Say why; the reason goes into the record."),
    N_("Say why the task is assigned; it goes into the record."),
    N_("Another person than the author must review a draft."),
    N_("Only the person, their supervisor or an administrator may set an absence."),
    N_("The confidential values about %(person)s were erased on %(day)s."),
    N_("Nothing confidential is kept about %(person)s."),
    N_("%(step)s is where the case is, and the new version has nothing like it there."),
    N_("%(step)s is another kind of element in the new version (%(kind)s)."),
    N_("%(step)s waits for others to join, but %(flow)s no longer leads to it."),
    N_("%(step)s is done and could no longer be undone in the new version."),
    N_("Map it to another element, or wait until the case has left it."),
    N_(
        "Something that the case has passed and still needs is missing in the new version. %(what)s"
    ),
    N_("The version that the case runs on has no element %(element)s."),
    N_("The new version has no element %(element)s, to which %(old)s is mapped."),
    N_("No version with running cases has an element %(element)s."),
    N_("Correct the mapping."),
    N_("“%(step)s” would stand still: %(why)s"),
    N_("The new version uses the variable %(name)s, which the case does not have."),
    N_("There is no version %(version)s of %(procedure)s."),
    N_("Only finance officers, auditors and administrators may see the register."),
    N_("The clock of this database cannot be moved: it is not a demo."),
    N_("The clock stands at %(time)s and only goes forward."),
    N_("There is no case %(id)s."),
    N_("There is no task %(id)s."),
    N_("There is no file %(id)s."),
    N_("There is no document %(id)s."),
    N_("You may not open this document."),
    N_("The document is confidential. Open it on the page of the case."),
    N_("You received no notice %(id)s."),
    N_(
        "The disk that holds the database is full; nothing was changed. "
        "Free some space and try again."
    ),
    N_("Another program is holding the database; nothing was changed. Close it and try again."),
)
