"""A thing on paper or screen to hand out: titles, their editions, what is printed of them, and who took them."""
