"""The board: what the figures say, down to the chats and orders they come from."""
