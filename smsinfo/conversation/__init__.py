"""From what a text means to what is answered: router, menus, paging, guards, one command a file."""
