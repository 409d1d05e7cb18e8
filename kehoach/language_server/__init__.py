"""The language server: what an editor asks of a plan, a registry or results while they are typed."""
