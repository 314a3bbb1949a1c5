"""Who and where: counties, sub-counties, schools and universities, and the adults who belong to them."""
