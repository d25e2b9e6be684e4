"""Packs as exact Z3 terms (the extra `check`): what is proved of them, and the smallest case where something holds.

    facts = Facts("recoverable", [a, b], on)                # one set of inputs for both packs
    mine, theirs = Decided(a, facts, on), Decided(b, facts, on)
    prover = Prover(facts, limit=10, anchor=on)             # keeps the bounds of the facts
    prover.smallest(differs(mine, theirs))                  # Search: found (with a Witness), none (proved), unknown (no time)

`Decided.answers` has the condition under which each rule answers; conditions are joined with `logic.both`, `either`, `opposite`. What has no exact
term is in `Decided.opaque`, and lists are looked at up to `Decided.bounds`: a proof says so. A `Witness` has plain facts for `Policy.ask`.
Nothing here imports Z3 until one of those modules is imported; `extra.missing()` says whether it is there.
"""
