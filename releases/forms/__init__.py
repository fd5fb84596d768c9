"""Forms: what people type, checked, with a sentence next to the field where something is wrong."""
