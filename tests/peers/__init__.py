"""Cases of four other systems, asked of ours: Catala, OpenFisca, regelrecht and the Axiom rules engine.

One module reads each file of the folder `POLICYKIT_PEERS` names; each case becomes a small pack, and the library answers it.
"""
