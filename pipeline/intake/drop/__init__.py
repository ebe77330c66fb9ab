"""Drop folders (`wire produce --watch`): files that senders put down are taken when complete and put away when safe."""
