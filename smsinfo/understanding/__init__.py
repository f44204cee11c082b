"""Text -> Resolution: what a citizen meant, on nothing but this machine, in about a millisecond.

normalise  a text as words            readings   what each word may stand for
lexicon    texting and local words    affixes    stems, formal and colloquial
spelling   neighbours and skeletons   index      which words and phrases lead to which topic
score      evidence for each topic    decide     answer, menu or none, calibrated
commands   words in command position  places     names of regions
cries      people in danger           wording    what a text as a whole says
evidence   what words say, gathered   resolve    all of it together
"""
