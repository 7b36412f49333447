"""The bare grammar: every quantity of a text as it stands, in any of its spellings, and nothing left out as no metric.

The extractor does not use it: a report is written in a narrower language, and reading 负 as a sign or ``5k`` as 5000
would cost it precision. The way of a text through the rooms:

``spelling``  one width and one script; words that only look like numerals (四川, 队伍) are covered
``numerals``  one numeral, Arabic, Han or mixed (12亿3000万, 一 百 五 十, 15k), to its value
``numbers``   signs, powers, fractions, shares (负三十二, 2^5, 三又二分之一, 七成六)
``units``     what is counted: measure words, currencies before and behind, dozens, halves, 元角分
``bounds``    at least, at most, about; ranges and pairs of bounds (大于二十小于三十五)
``read``      from one number of the text to the next
"""

from flows.metrics.figures.bare.read import quantities

__all__ = ["quantities"]
