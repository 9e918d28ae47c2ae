"""What each kind of element does: SpiffWorkflow's task specifications, with our behaviour in front.

A token is worked on in steps, one at a time, first come first served (`engine.spiff.stepping`):

    FUTURE   it enters: input mappings, then the element's own activation
    WAITING  an event or a join that is not yet satisfied
    READY    it runs: the element's work, output mappings, choice of flows; a user task or a job
             is READY while it is open
    STARTED  something inside it is still running

Every step first does what can fail and only then what others notice. A step that fails is undone
and leaves its token with an incident.
"""
