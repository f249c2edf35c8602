"""Who is signed in, for which organisation, and what each role may do."""
