"""Which method is best? It depends on the field, the budget and the tuning: make it a fair race."""

import streamlit as st

from ui.errors import escape_markdown
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.function_input import function_input
from ui.lessons.race import EXPERIMENTS, QUESTIONS
from ui.quiz import quiz
from ui.race.controls import pick_entrants, pick_field, pick_rules
from ui.race.judgement import judgement
from ui.race.runs import run_race, too_long
from ui.race.story import pick_run, story
from ui.race.views import cells, profiles, standings, verdict

with frame("race"):
    function = function_input()
    running_experiment("race", f=function.objective.text)

    results, controls = st.columns([5, 3], gap="medium")
    with controls:
        entrants = pick_entrants()
        field = pick_field(function)
        rules = pick_rules()
    names, problems = list(entrants), list(field)
    with results:
        refusal = too_long(list(entrants.values()), list(field.values()), rules)
        if not entrants or not field:
            st.info("Choose who competes, and on what.")
        elif refusal:
            st.error(escape_markdown(refusal))
        else:
            race = run_race(list(entrants.values()), list(field.values()), rules)
            verdict(race)
            profiles(race)

    if entrants and field and not refusal:
        standings(race)
        judgement(rules)
        st.header("Why did it lose?", anchor="why")
        st.caption("Each cell: from how many starts a method solved a function. Click one to see what happened there.")
        table, choice = st.columns([5, 3], gap="medium")
        with choice:
            chosen = pick_run(race, names, problems)
        with table:
            cells(race, names, problems, chosen[:2])
        story(race, problems, *chosen)

    experiments("race", EXPERIMENTS)
    quiz("race", QUESTIONS)
