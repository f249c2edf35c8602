"""The pages of loans."""

from fastapi import APIRouter

router = APIRouter(prefix="/loans", include_in_schema=False)
