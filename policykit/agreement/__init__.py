"""One meaning everywhere: the targets there are, what each lacks, and whether they answer alike."""
