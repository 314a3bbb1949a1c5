"""The installation: settings, addresses, navigation and start pages. The only room that may know every other."""
