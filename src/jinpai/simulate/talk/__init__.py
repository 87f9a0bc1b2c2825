"""What buyers and agents say: banks of templates, one file per kind of dialogue."""
