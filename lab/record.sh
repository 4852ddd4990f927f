record() { die todo; }
