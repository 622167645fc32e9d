"""Parts of `zvonok doctor`: what it sees (`facts`, `names`), its judgement (`checks`), its words (`words`)."""
