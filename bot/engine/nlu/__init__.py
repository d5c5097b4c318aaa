"""What a message means: language, need, safety, aspect and names, as Rasa graph components."""
