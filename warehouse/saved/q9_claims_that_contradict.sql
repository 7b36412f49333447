-- title: 相互矛盾的排名与“连续N年” / Claims of a rank that another region, or the figures held, contradict; streaks that do not add up
-- question: 9
FROM contradicted_claims()
