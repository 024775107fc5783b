"""Chat: question → answer with quotes, and the doors through which it is asked.

`chat.assistant.Assistant` answers; `chat.models` has what goes in and comes out, `chat.build` puts the real parts
together. Names are imported from their modules, so that a program pays only for what it uses.
"""
