"""The answer with a language model: any that LlamaIndex reaches, and every sentence checked before it is shown."""
