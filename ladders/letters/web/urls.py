"""Addresses of this room."""

from django.urls import path

from . import letters, texts

urlpatterns = [
    path("letters/", texts.text_list, name="letters"),
    path("letters/texts/<slug:kind>/", texts.text_edit, name="letter-text"),
    path("letters/texts/<slug:kind>/restore/", texts.text_restore, name="letter-restore"),
    path("letters/moves/<uuid:pk>/", letters.move_letter, name="letter-move"),
    path("letters/rights/<int:pk>/", letters.right_letter, name="letter-right"),
    path("letters/pay/<int:pk>/", letters.pay_letter, name="letter-pay"),
]
